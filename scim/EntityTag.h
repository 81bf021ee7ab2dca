#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scim/Json.h"

namespace scim2ldap::scim {

/// An entity-tag: what names one state of a resource. RFC 9110 §8.8.3
struct EntityTag {
  std::string opaque;  ///< between the quotes
  bool weak = true;

  bool operator==(const EntityTag&) const = default;
};

/// As it stands on the wire: W/"opaque".
[[nodiscard]] std::string toString(const EntityTag& tag);

/// The value of If-Match or If-None-Match. RFC 9110 §13.1.1, §13.1.2
struct EntityTagList {
  bool any = false;  ///< "*"
  std::vector<EntityTag> tags{};

  /// Whether the list is met by a resource in this state. Compares weakly: the tags of SCIM are weak ones,
  /// and RFC 7644 §3.14 sends them in If-Match, where HTTP alone would compare strongly.
  [[nodiscard]] bool meets(const EntityTag& state) const;

  bool operator==(const EntityTagList&) const = default;
};

/// Parses "*" or a list of entity-tags; empty list members are allowed, an empty list is not.
/// \param header  the name of the header, for the error
/// \throws Error  400 invalidSyntax; `detail` names the header and the byte offset of the fault
/// RFC 9110 §8.8.3, §5.6.1
[[nodiscard]] EntityTagList parseEntityTags(std::string_view header, std::string_view text);

/// The tag of a resource: a hash of what its representation means. The order of members and of values has no
/// part in it, nor has `$ref`, which hangs on the URL that a client uses.
/// \param resource  whole, but without `meta`: time stamps that move by themselves make no other state
/// \param version   stands for the parts that are not in `resource`; "" when there are none
[[nodiscard]] EntityTag entityTag(const Json& resource, std::string_view version = "");

}  // namespace scim2ldap::scim
