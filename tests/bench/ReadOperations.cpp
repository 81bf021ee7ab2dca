#include <memory>
#include <stdexcept>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {
namespace {

/// A prime: one read after the other goes far away from the one before.
constexpr std::size_t kStride = 7'919;

/// What a client asks for a known user: a path, a filter.
using QueryOf = std::function<std::string(const Stage&, std::size_t number)>;

Operation read(const std::string& name, const Stage& stage, const std::vector<std::size_t>& clients,
               const QueryOf& pathOf, const QueryOf& filterOf) {
  const auto numberOf = [&stage](std::size_t n) { return n * kStride % stage.users(); };
  const auto ours = [&stage, numberOf, pathOf](std::size_t) -> Client {
    return [&stage, numberOf, pathOf, http = std::shared_ptr(stage.client())](std::size_t n) {
      const std::size_t number = numberOf(n);
      const std::string path = pathOf(stage, number);
      const KeepAliveClient::Answer answer = http->send("GET", path);
      require(answer.status == 200 && holds(answer.body, '"' + userName("known", number) + '"') &&
                  holds(answer.body, stage.knownId(number)),
              "GET " + path, answer);
      return true;
    };
  };
  const auto floor = [&stage, numberOf, filterOf](std::size_t) -> Client {
    return [&stage, numberOf, filterOf, raw = std::shared_ptr(stage.raw())](std::size_t n) {
      const std::size_t number = numberOf(n);
      const std::string filter = filterOf(stage, number);
      const std::vector<RawEntry> found = raw->search(kPeople, filter, userAttributes());
      if (found.size() != 1 || found[0].first("uid") != userName("known", number) ||
          found[0].first("entryUUID") != stage.knownId(number))
        throw std::runtime_error(filter + " does not find the one");
      return true;
    };
  };
  return {name, clients, {Wanted::Of::Rate, 0.4}, {ours}, {floor}};
}

std::string equals(const std::string& attribute, const std::string& value) {
  return "/Users?filter=" + attribute + "%20eq%20%22" + value + "%22";
}

}  // namespace

std::vector<Operation> readOperations(const Stage& stage, const std::vector<std::size_t>& clients) {
  const QueryOf byUid = [](const Stage&, std::size_t number) {
    return "(uid=" + userName("known", number) + ")";
  };
  const QueryOf byUuid = [](const Stage& at, std::size_t number) {
    return "(entryUUID=" + at.knownId(number) + ")";
  };
  const QueryOf byName = [](const Stage&, std::size_t number) {
    return equals("userName", userName("known", number));
  };
  // The directory has no externalId; who keeps it elsewhere searches for the id.
  const QueryOf byExternalId = [](const Stage&, std::size_t number) {
    return equals("externalId", externalId("known", number));
  };
  const QueryOf byId = [](const Stage& at, std::size_t number) { return "/Users/" + at.knownId(number); };
  return {read("look-up userName eq", stage, clients, byName, byUid),
          read("look-up externalId eq", stage, clients, byExternalId, byUuid),
          read("GET by id", stage, clients, byId, byUuid)};
}

}  // namespace scim2ldap::bench
