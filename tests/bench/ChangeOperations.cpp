#include <atomic>
#include <memory>
#include <optional>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/DirectoryChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

const std::string kLocked = "pwdAccountLockedTime";

using Change = std::function<void(KeepAliveClient&, MadeUser&)>;
using RawChange = std::function<void(RawDirectory&, MadeUser&)>;

/// Changes the one who was changed longest ago, as nobody else does meanwhile. \returns false when all are
/// taken
template <typename To>
bool changeNext(MadeUsers& users, To& to, const std::function<void(To&, MadeUser&)>& change) {
  std::optional<MadeUser> user = users.takeFirst();
  if (!user) return false;
  change(to, *user);
  users.add(std::move(*user));
  return true;
}

/// One user after the other, from the beginning again behind the last.
Operation change(const std::string& name, const Stage& stage, Made& made,
                 const std::vector<std::size_t>& clients, const Change& byUs, const RawChange& byFloor) {
  const auto ours = [&stage, &made, byUs](std::size_t) -> Client {
    return [&made, byUs, http = std::shared_ptr(stage.client())](std::size_t) {
      return changeNext(made.ours, *http, byUs);
    };
  };
  const auto floor = [&stage, &made, byFloor](std::size_t) -> Client {
    return [&made, byFloor, raw = std::shared_ptr(stage.raw())](std::size_t) {
      return changeNext(made.raw, *raw, byFloor);
    };
  };
  const auto verify = [&stage](const std::string& word, const MadeUsers& users) {
    return [&stage, &users, word](std::size_t operations) {
      verifyEntries(stage, word, users.latest(operations));
    };
  };
  Operation operation{name,
                      clients,
                      {Wanted::Of::Rate, 0.5},
                      {ours, verify("ours", made.ours)},
                      {floor, verify("raw", made.raw)}};
  operation.takesMade = true;
  return operation;
}

}  // namespace

std::vector<Operation> changeOperations(const Stage& stage, Made& made,
                                        const std::vector<std::size_t>& clients) {
  const auto times = std::make_shared<std::atomic<std::size_t>>(0);
  const auto title = [times] { return "Title " + std::to_string((*times)++); };
  const Change patchTitle = [title](KeepAliveClient& http, MadeUser& user) {
    user.title = title();
    patch(http, "/Users/" + user.id, "replace", "title", '"' + user.title + '"');
  };
  const RawChange replaceTitle = [title](RawDirectory& raw, MadeUser& user) {
    user.title = title();
    raw.replace(userDn("raw", user.number), "title", user.title);
  };
  const Change disable = [](KeepAliveClient& http, MadeUser& user) {
    patch(http, "/Users/" + user.id, "replace", "active", user.active ? "false" : "true");
    user.active = !user.active;
  };
  const RawChange lock = [](RawDirectory& raw, MadeUser& user) {
    const std::string dn = userDn("raw", user.number);
    if (user.active) {
      raw.replace(dn, kLocked, kLockedForever);
    } else {
      raw.removeValue(dn, kLocked, kLockedForever);
    }
    user.active = !user.active;
  };
  return {change("PATCH one attribute", stage, made, clients, patchTitle, replaceTitle),
          change("disable, enable", stage, made, clients, disable, lock)};
}

}  // namespace scim2ldap::bench
