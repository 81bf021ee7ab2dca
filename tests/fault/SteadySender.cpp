#include "tests/fault/SteadySender.h"

#include <stdexcept>
#include <thread>

namespace scim2ldap::test {
namespace {

constexpr auto kPatience = std::chrono::seconds(90);
constexpr auto kSettled = std::chrono::seconds(10);  ///< what was cut short is to be settled by then
using Clock = std::chrono::steady_clock;

}  // namespace

std::optional<ScimAnswer> SteadySender::trySend(const std::string& method, const std::string& path,
                                                const std::string& body) {
  pacer_.take();
  const auto begin = Clock::now();
  try {
    ScimAnswer answer = client_.send(method, path, body);
    findings_.answered(std::chrono::duration_cast<Findings::Duration>(Clock::now() - begin));
    if (answer.status == 503) return std::nullopt;
    return answer;
  } catch (const std::exception&) {  // refused, cut off, or half an answer
    return std::nullopt;
  }
}

ScimAnswer SteadySender::read(const std::string& path) {
  const auto end = Clock::now() + kPatience;
  while (true) {
    if (std::optional<ScimAnswer> answer = trySend("GET", path, "")) return *answer;
    if (Clock::now() > end) throw std::runtime_error("the service stays away: GET " + path);
    std::this_thread::sleep_for(pause_);
  }
}

SteadySender::Sight SteadySender::lookUntilClear(const Write& write) {
  const auto end = Clock::now() + kSettled;
  while (true) {
    // Readers see a plan on its way: the entry has changed, and its row not yet.
    const Sight sight = write.look();
    if (sight != Sight::Neither || Clock::now() > end) return sight;
    std::this_thread::sleep_for(pause_);
  }
}

SteadySender::Written SteadySender::write(const Write& write) {
  const auto end = Clock::now() + kPatience;
  bool wasOpen = false;
  while (Clock::now() < end) {
    std::optional<ScimAnswer> answer = trySend(write.method, write.path, write.body);
    if (answer && answer->status == write.success) {
      findings_.acknowledged();
      return {Outcome::Acknowledged, std::move(*answer)};
    }
    if (!answer) {
      if (!wasOpen) findings_.leftOpen();
      wasOpen = true;
      std::this_thread::sleep_for(pause_);
    }
    const Sight sight = lookUntilClear(write);
    if (sight == Sight::Gone) return {Outcome::Gone};
    if (sight == Sight::Neither)
      findings_.note(Fault::HalfDone, write.method + " " + write.path + " " + write.body);
    // A plan that was cut short may become true between the look and the next try, which then meets it.
    if (wasOpen && sight == Sight::After) {
      findings_.foundDone();
      return {Outcome::FoundDone};
    }
    if (!answer) continue;
    findings_.note(Fault::Answer, write.method + " " + write.path + " " + write.body + " answered " +
                                      std::to_string(answer->status) + " " + printJson(answer->body));
    return {Outcome::Refused};
  }
  throw std::runtime_error("the service stays away: " + write.method + " " + write.path);
}

}  // namespace scim2ldap::test
