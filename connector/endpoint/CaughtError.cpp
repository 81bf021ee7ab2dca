#include "connector/endpoint/CaughtError.h"

#include <exception>

#include "connector/provisioning/LdapErrors.h"
#include "connector/store/Store.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {

using scim::ScimType;

scim::Error caughtError(const Call& call, DirectoryAlerts& alerts, Logger& logger) {
  const std::string& requestId = call.http.requestId;
  try {
    throw;
  } catch (const DirectoryError& error) {
    alerts.failed(call, error);
    return error;
  } catch (const scim::Error& error) {
    return error;
  } catch (const ldap::Error& error) {
    const DirectoryError told = toScimError(error);
    alerts.failed(call, told);
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
