#include <algorithm>
#include <atomic>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <latch>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

#include "connector/endpoint/BulkWorkers.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

constexpr std::ptrdiff_t kThreads = 3;

std::vector<scim::BulkTask> independent(std::size_t size) {
  std::vector<scim::BulkTask> tasks(size);
  for (std::size_t i = 0; i < size; ++i) tasks[i].operation = i;
  return tasks;
}

/// Which tasks are carried out, in order, when those of `failing` fail.
struct Carried {
  std::vector<std::size_t> tasks;
  std::size_t mostAtOnce = 0;
};

Carried carryOut(const std::vector<scim::BulkTask>& tasks, std::optional<std::size_t> failOnErrors,
                 const std::vector<std::size_t>& failing, std::ptrdiff_t threads) {
  std::counting_semaphore<> room(threads);
  std::mutex mutex;
  Carried carried;
  std::size_t atOnce = 0;
  carryOutTasks(tasks, failOnErrors, room, [&](std::size_t task) {
    {
      const std::lock_guard lock(mutex);
      carried.tasks.push_back(task);
      carried.mostAtOnce = std::max(carried.mostAtOnce, ++atOnce);
    }
    std::this_thread::yield();
    const std::lock_guard lock(mutex);
    --atOnce;
    return std::find(failing.begin(), failing.end(), task) == failing.end();
  });
  for (std::ptrdiff_t i = 0; i < threads; ++i) BOOST_TEST(room.try_acquire());
  BOOST_TEST(!room.try_acquire());
  std::sort(carried.tasks.begin(), carried.tasks.end());
  return carried;
}

struct Case {
  std::string name;
  std::optional<std::size_t> failOnErrors;
  std::vector<std::size_t> failing;
  std::vector<std::size_t> carriedOut;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}
const Case kCases[] = {
    {"goes on after errors", std::nullopt, {0, 2, 4}, {0, 1, 2, 3, 4, 5}},
    {"the first error ends it", 1, {2}, {0, 1, 2}},
    {"the first task fails", 1, {0}, {0}},
    {"the second error ends it", 2, {1, 3, 4}, {0, 1, 2, 3}},
    {"as many errors as tasks", 6, {0, 1, 2, 3, 4, 5}, {0, 1, 2, 3, 4, 5}},
    {"no errors", 1, {}, {0, 1, 2, 3, 4, 5}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(BulkWorkers)

BOOST_DATA_TEST_CASE(carries_out_what_the_errors_leave, boost::unit_test::data::make(kCases)) {
  for (const std::ptrdiff_t threads : {std::ptrdiff_t{0}, kThreads}) {
    const Carried carried = carryOut(independent(6), sample.failOnErrors, sample.failing, threads);
    BOOST_TEST(carried.tasks == sample.carriedOut, boost::test_tools::per_element());
    if (sample.failOnErrors) BOOST_TEST(carried.mostAtOnce <= *sample.failOnErrors);
  }
}

BOOST_AUTO_TEST_CASE(carries_tasks_out_at_the_same_time) {
  std::counting_semaphore<> room(kThreads);
  std::latch all(kThreads + 1);
  std::atomic<int> alone = 0;
  carryOutTasks(independent(kThreads + 1), std::nullopt, room, [&](std::size_t) {
    all.count_down();
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    while (!all.try_wait() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    if (!all.try_wait()) ++alone;
    return true;
  });
  BOOST_TEST(alone == 0);
}

BOOST_AUTO_TEST_CASE(no_task_begins_before_those_that_it_waits_for_have_ended) {
  std::mt19937 random(3);
  std::vector<scim::BulkTask> tasks = independent(200);
  for (std::size_t task = 1; task < tasks.size(); ++task) {
    for (std::size_t count = random() % 3; count > 0; --count) tasks[task].after.push_back(random() % task);
    std::sort(tasks[task].after.begin(), tasks[task].after.end());
    const auto end = std::unique(tasks[task].after.begin(), tasks[task].after.end());
    tasks[task].after.erase(end, tasks[task].after.end());
  }
  std::counting_semaphore<> room(kThreads);
  std::vector<std::atomic<bool>> ended(tasks.size());
  std::atomic<int> early = 0;
  carryOutTasks(tasks, std::nullopt, room, [&](std::size_t task) {
    for (const std::size_t before : tasks[task].after) {
      if (!ended[before]) ++early;
    }
    ended[task] = true;
    return true;
  });
  BOOST_TEST(early == 0);
  BOOST_TEST(std::count(ended.begin(), ended.end(), true) == static_cast<std::ptrdiff_t>(tasks.size()));
}

BOOST_AUTO_TEST_CASE(completes_what_was_begun_after_the_last_error) {
  std::vector<scim::BulkTask> tasks = independent(2);
  tasks.push_back({2, false, {}});
  tasks.push_back({0, true, {0, 1}});
  const Carried carried = carryOut(tasks, 1, {1}, kThreads);
  BOOST_TEST(carried.tasks == (std::vector<std::size_t>{0, 1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_task_throws_ends_the_bulk) {
  std::counting_semaphore<> room(kThreads);
  std::atomic<int> begun = 0;
  const auto run = [&] {
    carryOutTasks(independent(1000), std::nullopt, room, [&](std::size_t task) -> bool {
      ++begun;
      if (task == 0) throw std::runtime_error("out of order");
      return true;
    });
  };
  BOOST_CHECK_THROW(run(), std::runtime_error);
  BOOST_TEST(begun >= 1);
}

BOOST_AUTO_TEST_SUITE_END()
