#pragma once

#include "connector/config/Configuration.h"
#include "connector/provisioning/CheckReport.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

enum class Rehearse { Yes, No };

/// Looks whether an endpoint can work on its live directory: connections, containers, schema, counters,
/// search limits, indexes, what others have put there; and then, where asked for, whether the service account
/// may do what requests will have it do, by doing it with scratch entries that are gone afterwards. Reports
/// every problem it finds, and never throws for what the directory answers.
/// \param store  the side table; nullptr where there is none yet
/// \throws StoreError  when the side table cannot be read
void checkDirectory(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directory,
                    Store* store, Rehearse rehearse, CheckReport& report);

}  // namespace scim2ldap::connector
