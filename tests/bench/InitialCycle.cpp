#include "tests/bench/InitialCycle.h"

#include <stdexcept>

#include "tests/bench/Comparison.h"
#include "tests/bench/EntraCycle.h"
#include "tests/bench/LdifCycle.h"
#include "tests/bench/Population.h"
#include "tests/support/Program.h"

namespace scim2ldap::bench {
namespace {

constexpr Wanted kWanted{Wanted::Of::Rate, 0.8};

/// ldapadd on a directory of its own. \returns the seconds it took
class LdapAdd {
 public:
  explicit LdapAdd(bool syncprov) : slapd_(directoryOptions(syncprov)) {}

  double operator()(const std::string& ldif) const {
    const std::string file = folder_.write("changes.ldif", ldif).string();
    const auto begin = std::chrono::steady_clock::now();
    test::runProgram({"/usr/bin/ldapadd", "-x", "-H", slapd_.uri(), "-D", slapd_.serviceDn(), "-w",
                      slapd_.servicePassword(), "-f", file},
                     folder_.path() / "output");
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  [[nodiscard]] std::unique_ptr<RawDirectory> raw() const { return connect(slapd_); }

 private:
  test::TemporaryFolder folder_;
  test::TemporarySlapd slapd_;
};

/// Nothing is compared that did not come to the same.
void verify(RawDirectory& raw, const CyclePlan& plan) {
  std::size_t memberships = 0;
  for (const RawEntry& group : raw.search(kGroups, "(objectClass=groupOfNames)", {"member"}))
    memberships += group.attributes.at(0).second.size();
  const std::size_t managed = raw.search(kPeople, "(manager=*)", {"1.1"}).size();
  const std::size_t users = raw.search(kPeople, "(objectClass=inetOrgPerson)", {"1.1"}).size();
  if (memberships != plan.memberships() || managed + 1 != plan.users || users != plan.users)
    throw std::runtime_error("the cycle left " + std::to_string(users) + " users, " +
                             std::to_string(managed) + " of them with managers, and " +
                             std::to_string(memberships) + " memberships");
}

/// One part of the cycle, or the whole.
struct Part {
  std::string name;
  std::size_t operations;
  double ours;   ///< seconds
  double floor;  ///< seconds
};

Line lineOf(const Part& part, bool isWanted) {
  const auto count = static_cast<double>(part.operations);
  std::vector<Cell> cells = verdict(ratio(part.floor, part.ours), kWanted);
  if (!isWanted) cells[1].value = cells[2].value = std::string();
  Line line{"Initial cycle",
            {{"part", part.name},
             {"number", count},
             {"ours s", part.ours, 2},
             {"ours/s", ratio(count, part.ours)},
             {"ldapadd s", part.floor, 2},
             {"ldapadd/s", ratio(count, part.floor)}}};
  line.cells.insert(line.cells.end(), cells.begin(), cells.end());
  return line;
}

}  // namespace

void measureInitialCycle(std::size_t users, const Options& options, Report& report) {
  const CyclePlan plan = planCycle(users, options.portion);
  const Stage stage(0, options.syncprov);
  EntraCycle entra(stage, plan);
  const LdapAdd ldapadd(options.syncprov);
  Part whole{"all changes, users", plan.users, 0, 0};

  const double matching = entra.match().seconds;
  const auto part = [&](const std::string& name, const Measurement& ours, const std::string& ldif) {
    tell("initial cycle: ldapadd of " + name);
    const Part done{name, ours.operations, ours.seconds, ldapadd(ldif)};
    report.add(lineOf(done, false));
    whole.ours += done.ours;
    whole.floor += done.floor;
  };
  part("users", entra.createUsers(), ldifOfUsers(plan));
  part("managers", entra.setManagers(), ldifOfManagers(plan));
  part("groups", entra.createGroups(), ldifOfGroups(plan));
  part("memberships", entra.addMembers(), ldifOfMembers(plan));
  verify(*stage.raw(), plan);
  verify(*ldapadd.raw(), plan);
  report.add(lineOf(whole, true));

  tell("initial cycle: ldapadd of the outcome");
  const LdapAdd outcome(options.syncprov);
  const double floor = outcome(ldifOfOutcome(plan));
  verify(*outcome.raw(), plan);
  report.add(lineOf({"all changes, users (ldapadd: the outcome)", plan.users, whole.ours, floor}, true));
  report.add(lineOf(
      {"matching and all changes, users (ldapadd: the outcome)", plan.users, matching + whole.ours, floor},
      false));
}

}  // namespace scim2ldap::bench
