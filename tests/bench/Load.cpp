#include "tests/bench/Load.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace scim2ldap::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kTurnedAwayFor{1};

double milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

double seconds(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// \param share  0.5 for the median
double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

/// The end of a measurement, which all clients see.
class End {
 public:
  [[nodiscard]] bool isHere() const { return isHere_; }

  void come() {
    const std::lock_guard lock(mutex_);
    isHere_ = true;
    changed_.notify_all();
  }
  /// It comes because of the exception that is being handled; the first one counts.
  void fail() {
    {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
    come();
  }
  void waitFor(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [&] { return isHere(); });
  }
  void rethrowFailure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> isHere_ = false;
  std::exception_ptr failure_;
};

/// What one client did.
struct Share {
  std::vector<double> latencies;
  std::size_t askedToWait = 0;
  std::size_t turnedAway = 0;
  Clock::duration busy{};  ///< until its last operation was done
};

/// Works until the end comes or nothing is left.
void work(const Client& client, WhenBusy whenBusy, std::atomic<std::size_t>& next, End& end, Share& share) {
  const Clock::time_point start = Clock::now();
  std::size_t n = next++;
  while (client && !end.isHere()) {
    const Clock::time_point begin = Clock::now();
    try {
      if (!client(n)) return;
      const Clock::time_point done = Clock::now();
      share.latencies.push_back(milliseconds(done - begin));
      share.busy = done - start;
      n = next++;
    } catch (const AskedToWait& asked) {
      if (whenBusy == WhenBusy::Fail) throw;
      ++share.askedToWait;
      end.waitFor(asked.time());
    } catch (const TurnedAway&) {
      if (whenBusy == WhenBusy::Fail) throw;
      ++share.turnedAway;
      end.waitFor(kTurnedAwayFor);
    }
  }
}

/// Rates are taken client by client: one whose last operation ends late does not make the others slow. Not so
/// where clients waited: those who were served for a moment only would count as if they always were.
Measurement sum(const std::vector<Share>& shares, Clock::duration elapsed) {
  Measurement all;
  std::vector<double> latencies;
  for (const Share& share : shares) {
    latencies.insert(latencies.end(), share.latencies.begin(), share.latencies.end());
    all.askedToWait += share.askedToWait;
    all.turnedAway += share.turnedAway;
    if (share.busy > Clock::duration::zero())
      all.perSecond += static_cast<double>(share.latencies.size()) / seconds(share.busy);
  }
  std::sort(latencies.begin(), latencies.end());
  all.operations = latencies.size();
  all.seconds = seconds(elapsed);
  if (all.askedToWait + all.turnedAway > 0) all.perSecond = static_cast<double>(all.operations) / all.seconds;
  all.p50 = quantile(latencies, 0.5);
  all.p99 = quantile(latencies, 0.99);
  all.max = quantile(latencies, 1);
  return all;
}

}  // namespace

Measurement measure(std::size_t clients, std::chrono::milliseconds time,
                    const std::function<Client(std::size_t client)>& make, WhenBusy whenBusy) {
  std::vector<Share> shares(clients);
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> atWork = clients;
  End end;
  std::barrier ready(static_cast<std::ptrdiff_t>(clients) + 1);

  std::vector<std::jthread> threads;
  for (std::size_t client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      Client own;
      try {
        own = make(client);
      } catch (...) {
        end.fail();
      }
      ready.arrive_and_wait();
      try {
        work(own, whenBusy, next, end, shares[client]);
      } catch (...) {
        end.fail();
      }
      if (--atWork == 0) end.come();
    });
  }
  ready.arrive_and_wait();
  const Clock::time_point begin = Clock::now();
  end.waitFor(time);
  end.come();
  threads.clear();
  const Clock::duration elapsed = Clock::now() - begin;
  end.rethrowFailure();
  return sum(shares, elapsed);
}

Measurement median(std::vector<Measurement> runs) {
  if (runs.empty()) return {};
  const auto middle = runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 2);
  std::nth_element(runs.begin(), middle, runs.end(),
                   [](const Measurement& a, const Measurement& b) { return a.perSecond < b.perSecond; });
  return *middle;
}

}  // namespace scim2ldap::bench
