#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Operations.h"

#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

using Answer = KeepAliveClient::Answer;

const std::string kLocked = "pwdAccountLockedTime";
const std::string kForever = "000001010000Z";  // draft-behera-ldap-password-policy-11 §5.3.3

/// Users that the first operation has made, on either side, for those behind it.
struct Made {
  struct User {
    std::size_t number;
    std::string id{};  ///< only of those made by the connector
    bool active = true;
  };
  std::mutex mutex;
  std::vector<User> ours;
  std::vector<User> raw;
};

Operation create(const Stage& stage, const std::vector<std::size_t>& clients,
                 const std::shared_ptr<Made>& made) {
  const auto next = std::make_shared<std::size_t>(0);
  const auto take = [made, next] {
    const std::lock_guard lock(made->mutex);
    return (*next)++;
  };
  const auto ours = [&stage, made, take](std::size_t) -> Client {
    return [made, take, http = std::shared_ptr(stage.client())](std::size_t) {
      const std::size_t number = take();
      const Answer answer = http->send("POST", "/Users", userBody("ours", number));
      require(answer.status == 201 && holds(answer.body, userName("ours", number)), "POST", answer);
      const std::lock_guard lock(made->mutex);
      made->ours.push_back({number, idIn(answer.body)});
      return true;
    };
  };
  const auto floor = [&stage, made, take](std::size_t) -> Client {
    return [made, take, raw = std::shared_ptr(stage.raw())](std::size_t) {
      const std::size_t number = take();
      raw->add(userDn("raw", number), userEntry("raw", number));
      const std::lock_guard lock(made->mutex);
      made->raw.push_back({number});
      return true;
    };
  };
  return {"create user", clients, 0.6, ours, floor};
}

using Ask = std::function<void(KeepAliveClient&, Made::User&)>;
using AskRaw = std::function<void(RawDirectory&, Made::User&)>;

constexpr std::size_t kGroupsOfEach = 3;
constexpr std::size_t kGroupsOfDelete = 30;

/// Puts all that were made into three of thirty groups each.
void joinGroups(const Stage& stage, const Made& made) {
  const auto raw = stage.raw();
  for (std::size_t group = 0; group < kGroupsOfDelete; ++group) {
    const std::string name = "leavers-" + std::to_string(group);
    stage.makeGroup(name, 1);
    std::vector<std::string> members;
    for (const auto& [word, users] : {std::pair("ours", &made.ours), std::pair("raw", &made.raw)}) {
      for (const Made::User& user : *users) {
        if ((group + kGroupsOfDelete - user.number % kGroupsOfDelete) % kGroupsOfDelete < kGroupsOfEach) {
          members.push_back(userDn(word, user.number));
        }
      }
    }
    if (!members.empty()) raw->addValues(groupDn(name), "member", members);
  }
}

/// One user after the other, from the beginning again behind the last.
Operation onMade(const std::string& name, double target, const Stage& stage,
                 const std::vector<std::size_t>& clients, const std::shared_ptr<Made>& made, const Ask& ask,
                 const AskRaw& askRaw) {
  const auto ours = [&stage, made, ask](std::size_t) -> Client {
    return [made, ask, http = std::shared_ptr(stage.client())](std::size_t n) {
      ask(*http, made->ours[n % made->ours.size()]);
      return true;
    };
  };
  const auto floor = [&stage, made, askRaw](std::size_t) -> Client {
    return [made, askRaw, raw = std::shared_ptr(stage.raw())](std::size_t n) {
      askRaw(*raw, made->raw[n % made->raw.size()]);
      return true;
    };
  };
  return {name, clients, target, ours, floor};
}

void findOne(RawDirectory& raw, Made::User& user) {
  const std::string filter = "(uid=" + userName("raw", user.number) + ")";
  if (raw.search(kPeople, filter, userAttributes()).size() != 1)
    throw std::runtime_error(filter + " finds no one");
}

/// \param value  of the attribute, of a user's number
Ask lookUp(const std::string& attribute, const std::function<std::string(std::size_t)>& value) {
  return [attribute, value](KeepAliveClient& http, Made::User& user) {
    const Answer answer =
        http.send("GET", "/Users?filter=" + attribute + "%20eq%20%22" + value(user.number) + "%22");
    require(answer.status == 200 && holds(answer.body, R"("totalResults":1)") && holds(answer.body, user.id),
            "look-up", answer);
  };
}

std::vector<Operation> reads(const Stage& stage, const std::vector<std::size_t>& clients,
                             const std::shared_ptr<Made>& made) {
  const Ask get = [](KeepAliveClient& http, Made::User& user) {
    const Answer answer = http.send("GET", "/Users/" + user.id);
    require(answer.status == 200 && holds(answer.body, userName("ours", user.number)), "GET", answer);
  };
  const Ask byName = lookUp("userName", [](std::size_t n) { return userName("ours", n); });
  const Ask byExternalId = lookUp("externalId", [](std::size_t n) { return externalId("ours", n); });
  return {onMade("look-up userName eq", 0.4, stage, clients, made, byName, findOne),
          onMade("look-up externalId eq", 0.4, stage, clients, made, byExternalId, findOne),
          onMade("GET by id", 0.4, stage, clients, made, get, findOne)};
}

std::vector<Operation> changes(const Stage& stage, const std::vector<std::size_t>& clients,
                               const std::shared_ptr<Made>& made) {
  const auto times = std::make_shared<std::atomic<std::size_t>>(0);
  const auto title = [times] { return "Title " + std::to_string((*times)++); };
  const Ask patchTitle = [title](KeepAliveClient& http, Made::User& user) {
    patch(http, "/Users/" + user.id, "replace", "title", '"' + title() + '"');
  };
  const AskRaw replaceTitle = [title](RawDirectory& raw, Made::User& user) {
    raw.replace(userDn("raw", user.number), "title", title());
  };
  const Ask disable = [](KeepAliveClient& http, Made::User& user) {
    user.active = !user.active;
    patch(http, "/Users/" + user.id, "replace", "active", user.active ? "true" : "false");
  };
  const AskRaw lock = [](RawDirectory& raw, Made::User& user) {
    user.active = !user.active;
    const std::string dn = userDn("raw", user.number);
    if (user.active) {
      raw.removeValue(dn, kLocked, kForever);
    } else {
      raw.replace(dn, kLocked, kForever);
    }
  };
  return {onMade("PATCH one attribute", 0.5, stage, clients, made, patchTitle, replaceTitle),
          onMade("disable, enable", 0.5, stage, clients, made, disable, lock)};
}

/// Takes users who are in three groups each, the last made first.
Operation removeUsers(const Stage& stage, const std::vector<std::size_t>& clients,
                      const std::shared_ptr<Made>& made) {
  const auto takeFrom = [made](std::vector<Made::User>& users) -> std::optional<Made::User> {
    const std::lock_guard lock(made->mutex);
    if (users.empty()) return std::nullopt;
    Made::User user = users.back();
    users.pop_back();
    return user;
  };
  const auto ours = [&stage, made, takeFrom](std::size_t) -> Client {
    return [made, takeFrom, http = std::shared_ptr(stage.client())](std::size_t) {
      const std::optional<Made::User> user = takeFrom(made->ours);
      if (!user) return false;
      const Answer answer = http->send("DELETE", "/Users/" + user->id);
      require(answer.status == 204, "DELETE", answer);
      return true;
    };
  };
  const auto floor = [&stage, made, takeFrom](std::size_t) -> Client {
    return [made, takeFrom, raw = std::shared_ptr(stage.raw())](std::size_t) {
      const std::optional<Made::User> user = takeFrom(made->raw);
      if (!user) return false;
      const std::string dn = userDn("raw", user->number);
      const std::vector<std::string> groups = raw->search(kGroups, "(member=" + dn + ")", {"1.1"});
      if (groups.size() != kGroupsOfEach) throw std::runtime_error(dn + " is not in three groups");
      for (const std::string& group : groups) raw->removeValue(group, "member", dn);
      raw->remove(dn);
      return true;
    };
  };
  Operation operation{"delete user in 3 groups", clients, 0.5, ours, floor};
  operation.before = [&stage, made] { joinGroups(stage, *made); };
  return operation;
}

}  // namespace

std::vector<Operation> userOperations(const Stage& stage, const std::vector<std::size_t>& clients) {
  const auto made = std::make_shared<Made>();
  std::vector<Operation> all{create(stage, clients, made)};
  for (Operation& operation : reads(stage, clients, made)) all.push_back(std::move(operation));
  for (Operation& operation : changes(stage, clients, made)) all.push_back(std::move(operation));
  all.push_back(removeUsers(stage, clients, made));
  return all;
}

}  // namespace scim2ldap::bench
