#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "ldap/ContentSync.h"
#include "ldap/Error.h"
#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap::ldap;
using scim2ldap::test::SlapdOptions;

namespace {

constexpr auto kPatience = std::chrono::seconds(10);

/// What was told, for another thread to look at.
class Listener : public ContentListener {
 public:
  void entryFound(const std::string& id, const Entry& entry) override {
    change([&] { names_[id] = entry.dn.toString(); });
  }
  void entryGone(const std::string& id) override {
    change([&] {
      names_.erase(id);
      gone_.push_back(id);
    });
  }
  void refreshed() override {
    change([&] { ++refreshes_; });
  }
  void reached(const SyncPosition& position) override {
    change([&] { position_ = position; });
  }

  [[nodiscard]] bool awaitNames(std::vector<std::string> expected) {
    std::sort(expected.begin(), expected.end());
    return await([&] {
      std::vector<std::string> names;
      for (const auto& [id, name] : names_) names.push_back(name);
      std::sort(names.begin(), names.end());
      return names == expected;
    });
  }
  [[nodiscard]] bool awaitRefreshes(int count) {
    return await([&] { return refreshes_ >= count; });
  }
  [[nodiscard]] bool awaitPosition(const SyncPosition& position) {
    return await([&] { return position_ && position_->hasReached(position); });
  }
  void forget() {
    change([&] { names_.clear(); });
  }
  [[nodiscard]] std::size_t gone() {
    const std::lock_guard lock(mutex_);
    return gone_.size();
  }

 private:
  template <typename Change>
  void change(const Change& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  template <typename Condition>
  bool await(const Condition& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, condition);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::string> names_;
  std::vector<std::string> gone_;
  int refreshes_ = 0;
  std::optional<SyncPosition> position_;
};

SlapdOptions withSyncprov() {
  return {.syncprov = true};
}

struct Fixture : DirectoryFixture {
  explicit Fixture(SlapdOptions options = withSyncprov()) : DirectoryFixture(std::move(options)) {
    follow({searchBelow(people), searchBelow(groups)});
  }

  Listener listener;
  std::optional<ContentSync> sync;
  std::atomic<bool> isOver = false;

  static SearchRequest searchBelow(const Dn& base) {
    SearchRequest request{base};
    request.filter = {Equality{"objectClass", "inetOrgPerson"}};
    request.attributes = {"createTimestamp"};
    return request;
  }

  void follow(const std::vector<SearchRequest>& searches) {
    sync.emplace(slapd.settings(), searches, listener);
  }
  void addPerson(const std::string& uid) { BOOST_REQUIRE(directory.add(person(uid)).ok()); }
  void removePerson(const std::string& uid) { BOOST_REQUIRE(directory.remove(personDn(uid)).ok()); }
  [[nodiscard]] std::string name(const std::string& uid) const { return personDn(uid).toString(); }

  /// Whether the synchronisation ends by itself.
  [[nodiscard]] bool awaitEnd() const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!isOver && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return isOver;
  }

  /// Runs the synchronisation beside `steps`, until these are done. \returns the code that it ended with
  template <typename Steps>
  ResultCode beside(const Steps& steps) {
    ResultCode code = ResultCode::Success;
    isOver = false;
    std::jthread thread([&](const std::stop_token& stop) {
      try {
        sync->run(stop);
      } catch (const Error& error) {
        code = error.code();
      }
      isOver = true;
    });
    steps();
    thread.request_stop();
    thread.join();
    return code;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ContentSyncSuite)

BOOST_AUTO_TEST_CASE(tells_what_is_there_and_then_what_happens) {
  Fixture f;
  f.addPerson("ada");
  const ResultCode end = f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(1));
    BOOST_TEST(f.listener.awaitNames({f.name("ada")}));
    f.addPerson("bob");
    BOOST_TEST(f.listener.awaitNames({f.name("ada"), f.name("bob")}));
    BOOST_REQUIRE(f.directory.rename(f.personDn("bob"), f.personDn("bert").rdn(), {}).ok());
    BOOST_TEST(f.listener.awaitNames({f.name("ada"), f.name("bert")}));
    f.removePerson("ada");
    BOOST_TEST(f.listener.awaitNames({f.name("bert")}));
  });
  BOOST_CHECK(end == ResultCode::Success);
}

BOOST_AUTO_TEST_CASE(an_entry_that_stops_to_meet_the_filter_is_gone) {
  Fixture f;
  SearchRequest request = Fixture::searchBelow(f.people);
  request.filter = {Equality{"cn", "ada"}};
  f.follow({request});
  f.addPerson("ada");
  f.beside([&] {
    BOOST_TEST(f.listener.awaitNames({f.name("ada")}));
    BOOST_REQUIRE(f.directory.modify(f.personDn("ada"), replace("cn", {"someone"})).ok());
    BOOST_TEST(f.listener.awaitNames({}));
    BOOST_REQUIRE(f.directory.modify(f.personDn("ada"), replace("cn", {"ada"})).ok());
    BOOST_TEST(f.listener.awaitNames({f.name("ada")}));
  });
}

BOOST_AUTO_TEST_CASE(an_entry_that_moves_between_the_bases_stays) {
  Fixture f;
  f.addPerson("ada");
  f.addPerson("last");
  f.beside([&] {
    BOOST_TEST(f.listener.awaitNames({f.name("ada"), f.name("last")}));
    BOOST_REQUIRE(f.directory.rename(f.personDn("ada"), f.personDn("ada").rdn(), f.groups).ok());
    BOOST_TEST(f.listener.awaitNames({f.groups.child("uid", "ada").toString(), f.name("last")}));
    f.removePerson("last");  // what was told of the move has come by then
    BOOST_TEST(f.listener.awaitNames({f.groups.child("uid", "ada").toString()}));
  });
}

BOOST_AUTO_TEST_CASE(goes_on_where_it_was_with_what_was_deleted_meanwhile) {
  Fixture f;
  for (const char* uid : {"ada", "bob", "cid"}) f.addPerson(uid);
  f.beside([&] { BOOST_TEST(f.listener.awaitRefreshes(1)); });
  f.removePerson("bob");
  f.addPerson("dan");
  f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(2));
    BOOST_TEST(f.listener.awaitNames({f.name("ada"), f.name("cid"), f.name("dan")}));
  });
}

BOOST_AUTO_TEST_CASE(survives_a_restart_after_which_the_server_names_what_is_present) {
  Fixture f;
  for (const char* uid : {"ada", "bob", "cid"}) f.addPerson(uid);
  const ResultCode end = f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(1));
    f.slapd.stop();
    BOOST_TEST(f.awaitEnd());
  });
  BOOST_TEST(isUnavailable(end));
  f.slapd.start();
  f.removePerson("bob");
  f.slapd.stop();  // the session log is memory
  f.slapd.start();
  f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(2));
    BOOST_TEST(f.listener.awaitNames({f.name("ada"), f.name("cid")}));
  });
  BOOST_TEST(f.listener.gone() == 1U);
}

BOOST_AUTO_TEST_CASE(many_entries_come_through_a_present_phase) {
  Fixture f;
  constexpr int kCount = 700;  // slapd names 256 at a time
  std::vector<std::string> names;
  for (int i = 0; i < kCount; ++i) {
    f.addPerson("u" + std::to_string(i));
    names.push_back(f.name("u" + std::to_string(i)));
  }
  f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(1));
    BOOST_TEST(f.listener.awaitNames(names));
  });
  for (int i = 0; i < 10; ++i) f.removePerson("u" + std::to_string(i));
  names.erase(names.begin(), names.begin() + 10);
  f.slapd.stop();
  f.slapd.start();
  f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(2));
    BOOST_TEST(f.listener.awaitNames(names));
  });
  BOOST_TEST(f.listener.gone() == 10U);
}

BOOST_AUTO_TEST_CASE(says_how_far_it_is_whoever_writes_where) {
  Fixture f;
  const auto now = [&] { return SyncPosition::ofContext({f.stored(f.base, "contextCSN")}).value(); };
  f.addPerson("ada");
  f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(1));
    BOOST_TEST(f.listener.awaitPosition(now()));
    f.addPerson("bob");
    BOOST_TEST(f.listener.awaitPosition(now()));
    BOOST_TEST(f.listener.awaitNames({f.name("ada"), f.name("bob")}));
    BOOST_REQUIRE(f.directory.modify(f.base, replace("description", {"none of those"})).ok());
    BOOST_TEST(f.listener.awaitPosition(now()));
  });
}

BOOST_AUTO_TEST_CASE(tells_everything_again_when_it_starts_over) {
  Fixture f;
  for (const char* uid : {"ada", "bob"}) f.addPerson(uid);
  f.beside([&] { BOOST_TEST(f.listener.awaitRefreshes(1)); });
  f.removePerson("bob");
  f.listener.forget();
  f.sync->startOver();
  f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(2));  // who is gone is told at its end
    BOOST_TEST(f.listener.awaitNames({f.name("ada")}));
  });
  BOOST_TEST(f.listener.gone() == 1U);
}

BOOST_AUTO_TEST_CASE(a_server_without_it_says_so) {
  Fixture f{SlapdOptions{}};
  const std::stop_source never;
  BOOST_CHECK_EXCEPTION(f.sync->run(never.get_token()), Error, [](const Error& error) {
    return error.code() == ResultCode::UnavailableCriticalExtension;
  });
}

BOOST_AUTO_TEST_CASE(a_missing_base_is_told) {
  Fixture f;
  f.follow({Fixture::searchBelow(f.base.child("ou", "nowhere"))});
  const std::stop_source never;
  BOOST_CHECK_EXCEPTION(f.sync->run(never.get_token()), Error,
                        [](const Error& error) { return error.code() == ResultCode::NoSuchObject; });
}

BOOST_AUTO_TEST_CASE(stops_at_once_in_the_middle_of_silence) {
  Fixture f;
  std::chrono::steady_clock::time_point stopped;
  f.beside([&] {
    BOOST_TEST(f.listener.awaitRefreshes(1));
    f.slapd.pause();
    stopped = std::chrono::steady_clock::now();
  });
  f.slapd.resume();
  BOOST_TEST((std::chrono::steady_clock::now() - stopped < kPatience));
}

BOOST_AUTO_TEST_SUITE_END()
