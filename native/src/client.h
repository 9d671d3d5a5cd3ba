#ifndef HOLDFAST_CLIENT_H
#define HOLDFAST_CLIENT_H
#include <napi.h>

namespace holdfast {

void export_client(Napi::Env env, Napi::Object exports);

}  // namespace holdfast

#endif
