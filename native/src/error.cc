#include "error.h"

#include <uv.h>

namespace holdfast {

Napi::Error system_error(Napi::Env env, int error, const char* syscall, const std::string& path) {
  const std::string code = uv_err_name(-error);
  Napi::Error made = Napi::Error::New(env, code + ": " + uv_strerror(-error) + ", " + syscall + " '" + path + "'");
  made.Set("code", code);
  made.Set("errno", static_cast<double>(-error));
  made.Set("syscall", syscall);
  made.Set("path", path);
  return made;
}

}  // namespace holdfast
