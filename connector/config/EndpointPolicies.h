#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "scim/AttributePath.h"

namespace scim2ldap::connector {

/// What becomes of a request that an endpoint's client makes: carried out; answered as if it were, and
/// nothing changes; or refused with 403.
enum class VerbPolicy { Apply, Ignore, Reject };

/// A policy for each thing that clients ask for.
struct VerbPolicies {
  VerbPolicy userCreate = VerbPolicy::Apply;
  VerbPolicy userUpdate = VerbPolicy::Apply;   ///< everything but `active`
  VerbPolicy userDisable = VerbPolicy::Apply;  ///< `active`, both ways
  VerbPolicy userDelete = VerbPolicy::Apply;
  VerbPolicy groupCreate = VerbPolicy::Apply;
  VerbPolicy groupRename = VerbPolicy::Apply;  ///< everything but `members`
  VerbPolicy groupMembers = VerbPolicy::Apply;
  VerbPolicy groupDelete = VerbPolicy::Apply;
};

/// A verb by its key in `[endpoint.verbs]`.
struct Verb {
  std::string_view key;
  VerbPolicy VerbPolicies::*policy;
};
inline constexpr std::array kVerbs{
    Verb{"user_create", &VerbPolicies::userCreate},     Verb{"user_update", &VerbPolicies::userUpdate},
    Verb{"user_disable", &VerbPolicies::userDisable},   Verb{"user_delete", &VerbPolicies::userDelete},
    Verb{"group_create", &VerbPolicies::groupCreate},   Verb{"group_rename", &VerbPolicies::groupRename},
    Verb{"group_members", &VerbPolicies::groupMembers}, Verb{"group_delete", &VerbPolicies::groupDelete}};

/// Whether an endpoint has groups: all of it; 403 to every call; or none that a client can see or write.
enum class GroupSync { On, Off, Empty };

/// What a userName has to look like.
enum class UserNameSyntax { Any, Address };

/// What a POST does that is about somebody who is there already: it gets 409, or changes what is there.
enum class KnownResource { Reject, Adopt };

/// What an endpoint takes from its client, beyond the mapping.
struct EndpointPolicies {
  bool enabled = true;  ///< false: 403 to every call
  GroupSync groups = GroupSync::On;
  VerbPolicies verbs{};
  std::vector<scim::AttributePath> required{};  ///< what every user must have, beyond the mapping's
  UserNameSyntax userName = UserNameSyntax::Any;
  bool requireExternalId = false;
  KnownResource knownExternalId = KnownResource::Reject;   ///< the same externalId, under whatever name
  KnownResource inactiveUser = KnownResource::Reject;      ///< the same userName, and inactive
  std::vector<scim::AttributePath> protectedAttributes{};  ///< of users; for the scope user.protected
  VerbPolicy protectedPolicy = VerbPolicy::Reject;         ///< for others: Reject or Ignore
};

}  // namespace scim2ldap::connector
