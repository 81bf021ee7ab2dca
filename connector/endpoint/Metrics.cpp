#include "connector/endpoint/Metrics.h"

#include <algorithm>
#include <sstream>

namespace scim2ldap::connector {
namespace {

std::size_t classOf(int status) {
  return static_cast<std::size_t>(std::clamp(status / 100, 0, 5));
}

}  // namespace

void Metrics::countTurnedAway(int status) {
  turnedAway_[classOf(status)].fetch_add(1, std::memory_order_relaxed);
}

void Metrics::count(int status, std::chrono::microseconds duration) {
  byStatusClass_[classOf(status)].fetch_add(1, std::memory_order_relaxed);
  microseconds_.fetch_add(static_cast<std::uint64_t>(duration.count()), std::memory_order_relaxed);
  const double seconds = std::chrono::duration<double>(duration).count();
  for (std::size_t i = 0; i < kBucketSeconds.size(); ++i) {
    if (seconds <= kBucketSeconds[i]) buckets_[i].fetch_add(1, std::memory_order_relaxed);
  }
}

std::uint64_t Metrics::requests() const {
  std::uint64_t total = 0;
  for (const auto& counter : byStatusClass_) total += counter.load(std::memory_order_relaxed);
  return total;
}

std::string Metrics::exposition() const {
  std::ostringstream out;
  out << "# HELP scim2ldap_requests_total Answered SCIM requests by class of status.\n"
         "# TYPE scim2ldap_requests_total counter\n";
  for (std::size_t i = 1; i < byStatusClass_.size(); ++i) {
    out << "scim2ldap_requests_total{status=\"" << i << "xx\"} " << byStatusClass_[i].load() << '\n';
  }
  out << "# HELP scim2ldap_turned_away_total Requests answered before they were handled: too many "
         "connections (503), too large, or no HTTP.\n"
         "# TYPE scim2ldap_turned_away_total counter\n";
  for (std::size_t i = 4; i < turnedAway_.size(); ++i) {
    out << "scim2ldap_turned_away_total{status=\"" << i << "xx\"} " << turnedAway_[i].load() << '\n';
  }
  out << "# HELP scim2ldap_request_seconds Time from request to answer.\n"
         "# TYPE scim2ldap_request_seconds histogram\n";
  for (std::size_t i = 0; i < kBucketSeconds.size(); ++i) {
    out << "scim2ldap_request_seconds_bucket{le=\"" << kBucketSeconds[i] << "\"} " << buckets_[i].load()
        << '\n';
  }
  out << "scim2ldap_request_seconds_bucket{le=\"+Inf\"} " << requests() << '\n'
      << "scim2ldap_request_seconds_sum " << static_cast<double>(microseconds_.load()) / 1e6 << '\n'
      << "scim2ldap_request_seconds_count " << requests() << '\n';
  return out.str();
}

}  // namespace scim2ldap::connector
