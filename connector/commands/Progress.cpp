#include "connector/commands/Progress.h"

#include <algorithm>
#include <string>

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kWidth = 30;

}  // namespace

Progress::Progress(std::ostream& out, bool isTerminal, std::int64_t total)
    : out_(out), isTerminal_(isTerminal), total_(std::max<std::int64_t>(total, 1)) {}

Progress::~Progress() {
  hide();
}

void Progress::show(std::int64_t done) {
  if (!isTerminal_) return;
  const std::int64_t part = std::clamp<std::int64_t>(done, 0, total_) * kWidth / total_;
  out_ << "\r[" << std::string(static_cast<std::size_t>(part), '#')
       << std::string(static_cast<std::size_t>(kWidth - part), '.') << "] " << done << " of " << total_
       << std::flush;
  isShown_ = true;
}

void Progress::hide() {
  if (!isShown_) return;
  out_ << "\r\033[K" << std::flush;
  isShown_ = false;
}

}  // namespace scim2ldap::connector
