#pragma once

#include <string_view>

namespace scim2ldap::connector {

/// A place where a test can end the process as `kill -9` or a power cut would. Compiled to nothing unless the
/// CMake option SCIM2LDAP_FAULT_POINTS is on, as it is for builds with tests and never for a release.
///
/// SCIM2LDAP_FAULT_FOLDER names a folder, which is looked at anew each time. A file `armed` in it,
/// "journal-done:2", ends the process at the second time that it comes by that point since the file says so.
/// To a file `passed` the name of each point is appended that the process comes by. Thread-safe.
#ifdef SCIM2LDAP_FAULT_POINTS
void faultPoint(std::string_view name);
#else
inline void faultPoint(std::string_view) {}
#endif

}  // namespace scim2ldap::connector
