#include <memory>

#include "tests/bench/AnswerChecks.h"
#include "tests/bench/DirectoryChecks.h"
#include "tests/bench/Operations.h"
#include "tests/bench/Population.h"

namespace scim2ldap::bench {

Operation createUser(const Stage& stage, Made& made, const std::vector<std::size_t>& clients) {
  const auto ours = [&stage, &made](std::size_t) -> Client {
    return [&made, http = std::shared_ptr(stage.client())](std::size_t) {
      const std::size_t number = made.ours.nextNumber();
      const KeepAliveClient::Answer answer = http->send("POST", "/Users", userBody("ours", number));
      require(answer.status == 201 && holds(answer.body, userName("ours", number)), "POST", answer);
      made.ours.add({number, idIn(answer.body)});
      return true;
    };
  };
  const auto floor = [&stage, &made](std::size_t) -> Client {
    return [&made, raw = std::shared_ptr(stage.raw())](std::size_t) {
      const std::size_t number = made.raw.nextNumber();
      raw->add(userDn("raw", number), userEntry("raw", number));
      made.raw.add({number});
      return true;
    };
  };
  const auto verify = [&stage](const std::string& word, const MadeUsers& users) {
    return [&stage, &users, word](std::size_t operations) {
      verifyEntries(stage, word, users.latest(operations));
    };
  };
  return {"create user",
          clients,
          {Wanted::Of::Rate, 0.6},
          {ours, verify("ours", made.ours)},
          {floor, verify("raw", made.raw)}};
}

}  // namespace scim2ldap::bench
