#ifndef HOLDFAST_PROCESS_H
#define HOLDFAST_PROCESS_H
#include <napi.h>

namespace holdfast {

void export_process(Napi::Env env, Napi::Object exports);

}  // namespace holdfast

#endif
