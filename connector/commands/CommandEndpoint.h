#pragma once

#include <functional>
#include <string>

#include "connector/commands/Options.h"
#include "connector/config/Configuration.h"

namespace scim2ldap::connector {

/// The endpoint that `--endpoint` names, or the only one that fits.
/// \param fits  which endpoints the command is for
/// \param what  that they have, for messages: "[endpoint.leaving_guard]", "groups"
/// \throws UsageError  when there is none, or several and no name
[[nodiscard]] const EndpointConfiguration& endpointFor(
    const Options& options, const Configuration& configuration,
    const std::function<bool(const EndpointConfiguration&)>& fits, const std::string& what);

/// The endpoint that `--endpoint` names, or the only one.
/// \throws UsageError  there is none of that name, or several and no name
[[nodiscard]] const EndpointConfiguration& endpointOf(const Options& options,
                                                      const Configuration& configuration);

}  // namespace scim2ldap::connector
