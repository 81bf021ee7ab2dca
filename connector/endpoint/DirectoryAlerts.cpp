#include "connector/endpoint/DirectoryAlerts.h"

namespace scim2ldap::connector {

void DirectoryAlerts::failed(const Call& call, const DirectoryError& error) {
  if (!error.wantsAttention()) return;
  const bool isAway = isUnavailable(error.code());
  const std::string result(toString(error.code()));
  const std::string& directory = call.request.context.directory;
  log_.log(Level::Error, isAway ? "DIRECTORY_AWAY" : "DIRECTORY_REFUSES", directory + ' ' + result,
           isAway ? "The directory did not answer a request in time, or is not there"
                  : "The directory refused a request for a reason that no client can mend",
           {{"requestId", call.http.requestId},
            {"directory", directory},
            {"result", result},
            {"reason", error.detail()}});
  if (!isAway) return;
  const std::lock_guard lock(mutex_);
  away_[directory] = Clock::now();
}

void DirectoryAlerts::answered(const Call& call) {
  const std::string& directory = call.request.context.directory;
  {
    const std::lock_guard lock(mutex_);
    const auto failure = away_.find(directory);
    if (failure == away_.end() || !(call.request.context.begun > failure->second)) return;
    away_.erase(failure);
  }
  log_.log(Level::Info, "DIRECTORY_BACK", directory, "The directory answers again",
           {{"requestId", call.http.requestId}, {"directory", directory}});
}

}  // namespace scim2ldap::connector
