// How the directory marks a user that is not active, and whether the mark keeps the user out.

#include "connector/provisioning/Rehearsal.h"
#include "ldap/TryBind.h"
#include "mappings/RuleAttributes.h"

namespace scim2ldap::connector {
namespace {

using ldap::ResultCode;

std::string named(ResultCode code) {
  return std::string(ldap::toString(code)) + " (" + std::to_string(static_cast<int>(code)) + ")";
}

}  // namespace

void Rehearsal::disable(const Scratch& user) {
  if (!user.mapping.disable) {
    report_.warning("the mapping has no [user.disable]: a user that is set inactive is not kept out");
  } else if (const auto* move = std::get_if<mappings::BranchMove>(&*user.mapping.disable)) {
    moveAway(user, move->container);
    report_.note("whether a user below " + move->container.toString() +
                 " is kept out is up to those who check passwords: no bind was tried");
  } else if (std::holds_alternative<mappings::PpolicyLock>(*user.mapping.disable)) {
    tryLock(user);
  } else {
    mark(user, [] {});
    report_.note("whether " + mappings::markAttribute(user.mapping) +
                 " keeps a user out is up to those who check passwords: no bind was tried");
  }
}

void Rehearsal::moveAway(const Scratch& user, const ldap::Dn& container) {
  const ldap::Dn& home = user.entry.dn;
  const ldap::Dn away = container.child(home.rdn());
  if (!tried(scratch_.rename(home, away), "move " + home.toString() + " below " + container.toString(),
             user.mapping.where)) {
    return;
  }
  tried(scratch_.rename(away, home), "move " + away.toString() + " back", user.mapping.where);
}

void Rehearsal::mark(const Scratch& user, const std::function<void()>& whileMarked) {
  const mappings::WriteInputs none;
  scim::Json inactive = user.resource;
  inactive.set("active", false);
  const ldap::Attributes before = mappings::toAttributes(user.mapping, user.resource, none, false);
  const ldap::Attributes after = mappings::toAttributes(user.mapping, inactive, none, false);
  ldap::Entry marked = user.entry;
  for (const auto& [name, values] : after) marked.attributes[name] = values;

  const std::string what = user.entry.dn.toString() + " (" + mappings::markAttribute(user.mapping) + ")";
  if (!tried(
          directory_.modify(user.entry.dn, mappings::modifications(user.mapping, before, after, user.entry)),
          "disable " + what, user.mapping.where)) {
    return;
  }
  whileMarked();
  tried(directory_.modify(user.entry.dn, mappings::modifications(user.mapping, after, before, marked)),
        "enable " + what, user.mapping.where);
}

bool Rehearsal::hasPassword(const Scratch& user) {
  return passwordCameWithEntry_ || directory_.setPassword(user.entry.dn, password_).ok();
}

void Rehearsal::tryLock(const Scratch& user) {
  const auto bind = [&] { return ldap::tryBind(configuration_.settings, user.entry.dn, password_); };
  const std::string unseen = "whether a lock keeps users out was not seen: ";
  const bool knowsPassword = hasPassword(user);
  const ResultCode before = knowsPassword ? bind() : ResultCode::InvalidCredentials;
  if (!knowsPassword) {
    report_.warning(unseen +
                    "the service account may not set the password of a scratch user; lock a user "
                    "and try to log in as that user");
  } else if (before != ResultCode::Success) {
    report_.warning(unseen + "the scratch user cannot log in even without a lock, " + named(before));
  }
  mark(user, [&] {
    if (before != ResultCode::Success) return;
    const ResultCode locked = bind();
    if (locked == ResultCode::Success) {
      report_.error(user.mapping.where,
                    "the lock has no effect: a user with pwdAccountLockedTime can still log in, since no "
                    "effective password policy has pwdLockout TRUE; apply "
                    "etc/ldap/password-policy-overlay.ldif and etc/ldap/password-policy.ldif");
    } else if (locked == ResultCode::InvalidCredentials || locked == ResultCode::UnwillingToPerform) {
      report_.ok("a locked user cannot log in");
    } else {
      report_.warning(unseen + "the bind of a locked user ended with " + named(locked));
    }
  });
}

}  // namespace scim2ldap::connector
