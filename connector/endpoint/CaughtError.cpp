#include "connector/endpoint/CaughtError.h"

#include <exception>

#include "connector/provisioning/LdapErrors.h"
#include "connector/store/Store.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

using scim::ScimType;

void alert(const Call& call, const DirectoryError& error, BurstLog& alerts) {
  if (!error.wantsAttention()) return;
  const bool isAway = isUnavailable(error.code());
  const std::string result(toString(error.code()));
  const std::string& directory = call.request.context.directory;
  alerts.log(Level::Error, isAway ? "DIRECTORY_AWAY" : "DIRECTORY_REFUSES", directory + ' ' + result,
             isAway ? "The directory did not answer a request in time, or is not there"
                    : "The directory refused a request for a reason that no client can mend",
             {{"requestId", call.http.requestId},
              {"directory", directory},
              {"result", result},
              {"reason", error.detail()}});
}

}  // namespace

scim::Error caughtError(const Call& call, BurstLog& alerts, Logger& logger) {
  const std::string& requestId = call.http.requestId;
  try {
    throw;
  } catch (const DirectoryError& error) {
    alert(call, error, alerts);
    return error;
  } catch (const scim::Error& error) {
    return error;
  } catch (const ldap::Error& error) {
    const DirectoryError told = toScimError(error);
    alert(call, told, alerts);
    return told;
  } catch (const StoreError& error) {
    logger.error("STORE_FAILED", "The side table could not be read or written",
                 {{"requestId", requestId}, {"reason", error.what()}});
    return {503, ScimType::None, "the connector's side table cannot be used at the moment"};
  } catch (const std::exception& error) {
    logger.error("REQUEST_FAILED", "A request ended in an unexpected error",
                 {{"requestId", requestId}, {"reason", error.what()}});
    return {500, ScimType::None,
            "unexpected error; the connector's log has it under request id " + requestId};
  }
}

}  // namespace scim2ldap::connector
