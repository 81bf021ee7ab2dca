#include "connector/store/Store.h"

namespace scim2ldap::connector {

TimePoint currentTime() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string_view toString(Origin origin) {
  switch (origin) {
    case Origin::Scim:
      return "scim";
    case Origin::Adopted:
      return "adopted";
    case Origin::Linked:
      return "linked";
  }
  return "";
}

}  // namespace scim2ldap::connector
