#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <functional>
#include <memory>

#include "connector/store/SqliteStore.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

TimePoint at(std::int64_t milliseconds) {
  return TimePoint(std::chrono::milliseconds(milliseconds));
}

ResourceRow user(const std::string& id) {
  return {.endpoint = "main", .type = "User", .id = id};
}

/// Another process that runs `body`, which may write to the pipe whose end is `output`.
class Process {
 public:
  explicit Process(const std::function<void(int)>& body) {
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    id_ = ::fork();
    BOOST_REQUIRE(id_ >= 0);
    if (id_ == 0) {
      ::close(ends[0]);
      try {
        body(ends[1]);
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    ::close(ends[1]);
    output = ends[0];
  }
  ~Process() { ::close(output); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void kill() const { ::kill(id_, SIGKILL); }
  /// \returns its exit status, or -1 when it was killed
  [[nodiscard]] int wait() const {
    int status = 0;
    ::waitpid(id_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  int output = -1;

 private:
  pid_t id_ = -1;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(TwoProcessesSuite)

BOOST_AUTO_TEST_CASE(what_was_acknowledged_survives_a_kill) {
  for (int round = 0; round < 3; ++round) {
    const TemporaryFolder folder;
    const Process writer([&](int output) {
      const auto store = openSqliteStore(folder.path() / "s.db");
      for (int n = 0;; ++n) {
        store->commit({.upserts = {user(std::to_string(n))}});
        if (::write(output, &n, sizeof n) != sizeof n) return;
      }
    });
    int acknowledged = 0;
    while (acknowledged < 100) {
      BOOST_REQUIRE(::read(writer.output, &acknowledged, sizeof acknowledged) == sizeof acknowledged);
    }
    writer.kill();
    BOOST_TEST(writer.wait() == -1);
    while (::read(writer.output, &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
    }
    const auto store = openSqliteStore(folder.path() / "s.db");
    std::vector<std::string> ids;
    for (int n = 0; n <= acknowledged; ++n) ids.push_back(std::to_string(n));
    BOOST_TEST(store->findAll("main", "User", ids).size() == ids.size());
    // At most the one that was on its way is there beyond.
    BOOST_TEST(store->countResources("main")["User"] <= acknowledged + 2);
    store->commit({.upserts = {user("after")}});
  }
}

BOOST_AUTO_TEST_CASE(another_process_sees_a_change_at_once) {
  const TemporaryFolder folder;
  openSqliteStore(folder.path() / "s.db")
      ->addToken({.name = "t", .endpoint = "main", .hash = "h", .created = at(1)});
  // Forked before this process has threads.
  int go[2];
  BOOST_REQUIRE(::pipe(go) == 0);
  const Process revoker([&](int output) {
    char start = 0;
    if (::read(go[0], &start, 1) != 1) ::_exit(2);
    const bool revoked = openSqliteStore(folder.path() / "s.db")->revokeToken("main", "t", at(5));
    if (::write(output, revoked ? "y" : "n", 1) != 1) ::_exit(3);
  });
  const auto store = openSqliteStore(folder.path() / "s.db");
  BOOST_TEST(!store->tokens("main").front().revoked);
  BOOST_REQUIRE(::write(go[1], "g", 1) == 1);
  char answer = 0;
  BOOST_REQUIRE(::read(revoker.output, &answer, 1) == 1);
  BOOST_TEST(answer == 'y');
  BOOST_TEST((store->tokens("main").front().revoked == at(5)));
  BOOST_TEST(!store->revokeToken("main", "t", at(6)));
  BOOST_TEST(revoker.wait() == 0);
  ::close(go[0]);
  ::close(go[1]);
}

BOOST_AUTO_TEST_CASE(several_processes_may_make_and_write_the_file_at_the_same_time) {
  constexpr int kProcesses = 6;
  constexpr int kRows = 20;
  const TemporaryFolder folder;
  std::vector<std::unique_ptr<Process>> processes;
  for (int process = 0; process < kProcesses; ++process) {
    processes.push_back(std::make_unique<Process>([&](int) {
      const auto store = openSqliteStore(folder.path() / "s.db");
      for (int n = 0; n < kRows; ++n) {
        store->commit({.upserts = {user(std::to_string(process) + "-" + std::to_string(n))}});
      }
    }));
  }
  for (const auto& process : processes) BOOST_TEST(process->wait() == 0);
  BOOST_TEST(openSqliteStore(folder.path() / "s.db")->countResources("main")["User"] == kProcesses * kRows);
}

BOOST_AUTO_TEST_SUITE_END()
