#include <atomic>
#include <memory>
#include <stdexcept>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

const std::string kLocked = "pwdAccountLockedTime";
const std::string kForever = "000001010000Z";  // draft-behera-ldap-password-policy-11 §5.3.3

using Change = std::function<void(KeepAliveClient&, MadeUser&)>;
using RawChange = std::function<void(RawDirectory&, MadeUser&)>;

MadeUser& chosen(MadeUsers& users, std::size_t n) {
  if (users.all().empty()) throw std::runtime_error("no users were made to be changed");
  return users.all()[n % users.all().size()];
}

/// One user after the other, from the beginning again behind the last.
Operation change(const std::string& name, const Stage& stage, Made& made,
                 const std::vector<std::size_t>& clients, const Change& byUs, const RawChange& byFloor) {
  const auto ours = [&stage, &made, byUs](std::size_t) -> Client {
    return [&made, byUs, http = std::shared_ptr(stage.client())](std::size_t n) {
      byUs(*http, chosen(made.ours, n));
      return true;
    };
  };
  const auto floor = [&stage, &made, byFloor](std::size_t) -> Client {
    return [&made, byFloor, raw = std::shared_ptr(stage.raw())](std::size_t n) {
      byFloor(*raw, chosen(made.raw, n));
      return true;
    };
  };
  Operation operation{name, clients, {Wanted::Of::Rate, 0.5}, ours, floor};
  operation.takesMade = true;
  return operation;
}

}  // namespace

std::vector<Operation> changeOperations(const Stage& stage, Made& made,
                                        const std::vector<std::size_t>& clients) {
  const auto times = std::make_shared<std::atomic<std::size_t>>(0);
  const auto title = [times] { return "Title " + std::to_string((*times)++); };
  const Change patchTitle = [title](KeepAliveClient& http, MadeUser& user) {
    patch(http, "/Users/" + user.id, "replace", "title", '"' + title() + '"');
  };
  const RawChange replaceTitle = [title](RawDirectory& raw, MadeUser& user) {
    raw.replace(userDn("raw", user.number), "title", title());
  };
  const Change disable = [](KeepAliveClient& http, MadeUser& user) {
    patch(http, "/Users/" + user.id, "replace", "active", user.active ? "false" : "true");
    user.active = !user.active;
  };
  const RawChange lock = [](RawDirectory& raw, MadeUser& user) {
    const std::string dn = userDn("raw", user.number);
    if (user.active) {
      raw.replace(dn, kLocked, kForever);
    } else {
      raw.removeValue(dn, kLocked, kForever);
    }
    user.active = !user.active;
  };
  return {change("PATCH one attribute", stage, made, clients, patchTitle, replaceTitle),
          change("disable, enable", stage, made, clients, disable, lock)};
}

}  // namespace scim2ldap::bench
