#include "tests/bench/Load.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <exception>
#include <mutex>
#include <thread>

namespace scim2ldap::bench {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

/// \param share  0.5 for the median
double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

Measurement measure(std::size_t clients, std::chrono::milliseconds time,
                    const std::function<Client(std::size_t client)>& make) {
  std::vector<std::vector<double>> latencies(clients);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> isOver = false;
  std::exception_ptr failure;
  std::mutex failureMutex;
  std::barrier ready(static_cast<std::ptrdiff_t>(clients) + 1);
  const auto fail = [&] {
    const std::lock_guard lock(failureMutex);
    if (!failure) failure = std::current_exception();
    isOver = true;
  };

  std::vector<std::jthread> threads;
  for (std::size_t client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      Client work;
      try {
        work = make(client);
      } catch (...) {
        fail();
      }
      ready.arrive_and_wait();
      try {
        while (work && !isOver) {
          const Clock::time_point begin = Clock::now();
          if (!work(next++)) break;
          latencies[client].push_back(milliseconds(Clock::now() - begin));
        }
      } catch (...) {
        fail();
      }
    });
  }
  ready.arrive_and_wait();
  const Clock::time_point begin = Clock::now();
  std::jthread clock([&](const std::stop_token& stop) {
    while (!stop.stop_requested() && Clock::now() - begin < time) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    isOver = true;
  });
  threads.clear();
  const double elapsed = milliseconds(Clock::now() - begin);
  clock.request_stop();
  clock.join();
  if (failure) std::rethrow_exception(failure);

  std::vector<double> all;
  for (const std::vector<double>& own : latencies) all.insert(all.end(), own.begin(), own.end());
  std::sort(all.begin(), all.end());
  return {all.size(), elapsed > 0 ? static_cast<double>(all.size()) * 1000 / elapsed : 0, quantile(all, 0.5),
          quantile(all, 0.99)};
}

Measurement median(std::vector<Measurement> runs) {
  if (runs.empty()) return {};
  const auto middle = runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 2);
  std::nth_element(runs.begin(), middle, runs.end(),
                   [](const Measurement& a, const Measurement& b) { return a.perSecond < b.perSecond; });
  return *middle;
}

}  // namespace scim2ldap::bench
