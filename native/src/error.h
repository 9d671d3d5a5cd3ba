#ifndef HOLDFAST_ERROR_H
#define HOLDFAST_ERROR_H
#include <napi.h>

#include <string>

namespace holdfast {

// An error like those of Node's own modules.
Napi::Error system_error(Napi::Env env, int error, const char* syscall, const std::string& path);

}  // namespace holdfast

#endif
