#include "tests/fault/matrix/FaultMatrix.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>

namespace scim2ldap::test {
namespace {

using Log = std::vector<std::string>;

constexpr std::chrono::seconds kPatience{20};
constexpr std::chrono::seconds kGlance{2};

std::string joined(const Log& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n        " + line;
  return text.empty() ? " none" : text;
}

/// One scenario on its world.
class Play {
 public:
  Play(FaultWorld& world, const FaultScenario& scenario, const MatrixExtent& extent, std::mt19937& random)
      : world_(world), scenario_(scenario), extent_(extent), random_(random) {
    row_.scenario = scenario.name;
  }

  MatrixRow run() {
    guarded("undisturbed", [&] { learn(); });
    if (row_.faults.empty()) {
      for (const std::string& point : points_) {
        if (happens(extent_.share)) guarded(point, [&] { killAt(point); });
      }
    }
    return std::move(row_);
  }

 private:
  /// What a kill leads to.
  struct Found {
    std::string outcome;
    std::vector<std::string> recovery;  ///< points passed after the restart
  };

  bool happens(double share) { return std::uniform_real_distribution<>(0, 1)(random_) < share; }

  void fault(const std::string& text) { row_.faults.push_back(scenario_.name + ", " + where_ + ": " + text); }

  void guarded(const std::string& where, const std::function<void()>& play) {
    where_ = where;
    try {
      play();
    } catch (const std::exception& error) {
      fault(error.what());
    }
    world_.disarm();
    static_cast<void>(world_.start());
  }

  bool isExpected(const ScimAnswer& answer) const {
    return scenario_.status == 0 ? answer.status >= 200 && answer.status < 300
                                 : answer.status == scenario_.status;
  }

  [[nodiscard]] FaultCase begin() {
    world_.clear();
    FaultCase play{world_};
    if (scenario_.prepare) scenario_.prepare(play);
    world_.waitUntilQuiet();
    mark_ = world_.lastLogRow();
    insideBefore_ = world_.inFallbackGroup();
    return play;
  }

  /// The request without any kill: what it passes and what comes of it.
  void learn() {
    FaultCase play = begin();
    before_ = world_.state();
    world_.watch();
    const ScimAnswer answer = scenario_.request(play);
    points_ = world_.passed();
    if (!isExpected(answer))
      fault("answered " + std::to_string(answer.status) + scim::printJson(answer.body));
    world_.waitUntilQuiet();
    after_ = world_.state();
    log_ = world_.logSince(mark_).done;
    checkOtherRows(after_);
    if (scenario_.status != 0 && world_.logSince(mark_).refused.size() != 1)
      fault("the log does not tell the refusal, or more than once");
    if (scenario_.status == 0 && after_ == before_ && scenario_.password.first.empty())
      fault("changed nothing");
    checkPassword();
  }

  void killAt(const std::string& point) {
    const Found found = kill(point, std::nullopt);
    row_.points.emplace_back(point, found.outcome);
    for (const std::string& second : found.recovery) {
      if (!happens(extent_.shareOfSecond)) continue;
      where_ = point + ", then " + second;
      static_cast<void>(kill(point, second));
    }
  }

  Found kill(const std::string& point, const std::optional<std::string>& second) {
    FaultCase play = begin();
    const FaultState there = world_.state();
    if (there != before_) fault("begins otherwise:" + there.differenceTo(before_));
    world_.arm(point);
    try {
      const ScimAnswer answer = scenario_.request(play);
      fault("was not reached; answered " + std::to_string(answer.status));
      return {};
    } catch (const std::runtime_error&) {  // killed
    }
    if (!world_.endsWithin(kPatience)) throw std::runtime_error("no answer, and the process goes on");
    ++row_.kills;
    world_.disarm();
    world_.watch();
    if (second) {
      world_.arm(*second);
      // Which of several plans were begun differs from time to time.
      const bool isCertain = scenario_.parts.size() == 1;
      if (!world_.start() || world_.endsWithin(isCertain ? kPatience : kGlance)) {
        ++row_.secondKills;
      } else if (isCertain) {
        fault("was not reached in the recovery");
      }
      world_.disarm();
    }
    if (!world_.start()) throw std::runtime_error("does not start: " + world_.connectorLog());
    world_.waitUntilQuiet();
    Found found;
    found.recovery = world_.passed();
    found.outcome = outcome(second || !found.recovery.empty());
    repeat(play);
    return found;
  }

  /// Compares what is there with what is to be. \returns what became of the request
  std::string outcome(bool isSettled) {
    const FaultState now = world_.state();
    Log told;
    std::size_t done = 0;
    bool isBetween = false;
    for (const std::string& part : scenario_.parts) {
      const FaultState own = now.about(part);
      if (own == after_.about(part)) {
        ++done;
        std::copy_if(log_.begin(), log_.end(), std::back_inserter(told),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
      } else if (own != before_.about(part)) {
        FaultState between = before_;
        if (scenario_.between) scenario_.between(between);
        isBetween = own == between;
        if (!isBetween) {
          fault("half-done, and differs from the end:" + own.differenceTo(after_.about(part)) +
                "\n    and from the beginning:" + own.differenceTo(before_.about(part)));
        }
      }
    }
    checkLog(told, isBetween);
    checkOtherRows(now);
    if (now.plansSetAside() > 0) return "set aside";
    if (after_ == before_ && scenario_.password.first.empty()) return isSettled ? "undone" : "nothing";
    if (isBetween) return "first plan only";
    if (done == scenario_.parts.size() && after_ != before_) return isSettled ? "forward" : "done";
    if (done > 0 && scenario_.parts.size() > 1)
      return std::to_string(done) + " of " + std::to_string(scenario_.parts.size());
    return isSettled ? "dropped" : "nothing";
  }

  void checkLog(Log told, bool isBetween) {
    if (!scenario_.password.first.empty()) return;
    std::sort(told.begin(), told.end());
    const Log now = world_.logSince(mark_).done;
    const bool isTrue = isBetween ? now.size() == 1 : now == told;
    if (!isTrue) fault("the log tells" + joined(now) + "\n      and not" + joined(told));
  }

  /// The rows that do not tell what a request carried out.
  void checkOtherRows(const FaultState& now) {
    const FaultLog log = world_.logSince(mark_);
    if (log.halfDone != now.plansSetAside()) {
      fault("the log tells of " + std::to_string(log.halfDone) + " plans set aside, and there are " +
            std::to_string(now.plansSetAside()));
    }
    if (std::adjacent_find(log.refused.begin(), log.refused.end()) != log.refused.end())
      fault("a request has been refused twice");
    for (const auto& [id, isInside] : world_.inFallbackGroup()) {
      const auto before = insideBefore_.find(id);
      const int moved = (isInside ? 1 : 0) - (before != insideBefore_.end() && before->second ? 1 : 0);
      const auto rows = log.fallback.find(id);
      const int told = rows == log.fallback.end() ? 0 : rows->second;
      if (told != moved) {
        fault("of " + id + " and the fallback group the log tells " + std::to_string(told) + " and not " +
              std::to_string(moved));
      }
    }
  }

  /// The client asks once more.
  void repeat(FaultCase& play) {
    const ScimAnswer answer = scenario_.retry ? scenario_.retry(play) : scenario_.request(play);
    if (!isExpected(answer)) {
      fault("the retry is answered with " + std::to_string(answer.status) + " " +
            scim::printJson(answer.body));
    }
    world_.waitUntilQuiet();
    const FaultState now = world_.state();
    if (now != after_) fault("after the retry:" + now.differenceTo(after_));
    const Log log = world_.logSince(mark_).done;
    checkOtherRows(now);
    if (scenario_.status != 0 && world_.logSince(mark_).refused.empty())
      fault("the log does not tell the refusal");
    if (scenario_.password.first.empty() && log != log_)
      fault("after the retry the log tells" + joined(log) + "\n      and not" + joined(log_));
    checkPassword();
  }

  void checkPassword() {
    const auto& [name, password] = scenario_.password;
    if (!name.empty() && world_.bind(name, password) != ldap::ResultCode::Success)
      fault("the password was not set");
  }

  FaultWorld& world_;
  const FaultScenario& scenario_;
  const MatrixExtent& extent_;
  std::mt19937& random_;
  MatrixRow row_;
  std::string where_;
  std::vector<std::string> points_;
  std::int64_t mark_ = 0;
  std::map<std::string, bool> insideBefore_;
  FaultState before_;
  FaultState after_;
  Log log_;
};

}  // namespace

std::vector<MatrixRow> playChapter(const FaultChapter& chapter, const MatrixExtent& extent) {
  FaultWorld world(chapter.world);
  std::mt19937 random(extent.seed);
  std::vector<MatrixRow> rows;
  for (const FaultScenario& scenario : chapter.scenarios)
    rows.push_back(Play(world, scenario, extent, random).run());
  return rows;
}

}  // namespace scim2ldap::test
