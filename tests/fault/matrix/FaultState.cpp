#include "tests/fault/matrix/FaultState.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "connector/store/OriginalsJson.h"

namespace scim2ldap::test {
namespace {

constexpr std::size_t kAll = 10'000;
const std::string kEndpoint = "tests";
const std::string kSetAside = "plan set aside ";
const std::set<std::string> kAllocated{"uidNumber", "gidNumber"};

/// Writes ids as the DNs of their entries.
class Names {
 public:
  Names(const std::vector<ldap::Entry>& entries, std::string base) : base_(',' + std::move(base)) {
    for (const ldap::Entry& entry : entries)
      ids_.emplace_back(entry.first("entryUUID").value_or(""), shortName(entry.dn.toString()));
  }

  [[nodiscard]] std::string shortName(std::string text) const { return replaced(std::move(text), base_, ""); }
  /// An id that nobody has stays as it is: it makes states different.
  [[nodiscard]] std::string of(std::string text) const {
    for (const auto& [id, name] : ids_) text = replaced(std::move(text), id, name);
    return shortName(std::move(text));
  }

 private:
  static std::string replaced(std::string text, const std::string& what, const std::string& with) {
    if (what.empty()) return text;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
      text.replace(at, what.size(), with);
    return text;
  }

  std::string base_;
  std::vector<std::pair<std::string, std::string>> ids_;
};

std::string textOf(const ldap::Entry& entry, const Names& names, std::set<std::string>& numbers) {
  std::string text;
  for (const auto& [attribute, values] : entry.attributes) {
    if (attribute == "entryUUID" || attribute == "userPassword") continue;
    std::vector<std::string> sorted;
    for (const std::string& value : values) {
      if (kAllocated.contains(attribute)) {
        const bool isOwn = entry.first("uid").has_value() == (attribute == "uidNumber");
        if (isOwn && !numbers.insert(attribute + value).second)
          throw std::runtime_error(attribute + " " + value + " is there twice");
        sorted.emplace_back("(a number)");
      } else {
        sorted.push_back(attribute == "pwdAccountLockedTime" ? "(is there)" : names.of(value));
      }
    }
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& value : sorted) text += attribute + ": " + value + "; ";
  }
  return text;
}

std::string textOf(const connector::ResourceRow& row) {
  return "externalId=" + row.externalId.value_or("(none)") +
         " origin=" + std::string(connector::toString(row.origin)) + " kept=" + scim::printJson(row.kept) +
         " originals=" + scim::printJson(connector::originalsToJson(row.originals)) + " home=" + row.home +
         " role=" + row.rawRole + "/" + row.role;
}

std::string textOf(const connector::FallbackRow& row) {
  return std::string(row.state == connector::FallbackState::Inside ? "inside" : "waiting") +
         (row.due ? ", due later" : "");
}

}  // namespace

std::size_t FaultState::plansSetAside() const {
  return static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [](const auto& line) { return line.first.starts_with(kSetAside); }));
}

FaultState FaultState::about(const std::string& part) const {
  FaultState state;
  for (const auto& line : lines) {
    if (line.first.find(part) != std::string::npos) state.lines.insert(line);
  }
  return state;
}

std::string FaultState::differenceTo(const FaultState& other) const {
  std::string text;
  for (const auto& [key, value] : lines) {
    const auto there = other.lines.find(key);
    if (there == other.lines.end())
      text += "\n      + " + key + " " + value;
    else if (there->second != value)
      text += "\n      ~ " + key + " " + value + "\n        not " + there->second;
  }
  for (const auto& [key, value] : other.lines) {
    if (!lines.contains(key)) text += "\n      - " + key + " " + value;
  }
  return text;
}

FaultState stateOf(const std::vector<ldap::Entry>& entries, connector::Store& store,
                   const std::string& base) {
  const Names names(entries, base);
  FaultState state;
  std::set<std::string> numbers;
  for (const ldap::Entry& entry : entries)
    state.lines["entry " + names.shortName(entry.dn.toString())] = textOf(entry, names, numbers);
  for (const std::string type : {"User", "Group"}) {
    for (const connector::ResourceRow& row : store.resources(kEndpoint, type, "", kAll))
      state.lines["row " + type + " " + names.of(row.id)] = names.of(textOf(row));
  }
  for (const connector::FallbackRow& row : store.fallbackRowsAfter(kEndpoint, "", kAll))
    state.lines["fallback " + names.of(row.id)] = textOf(row);
  const std::int64_t leavings = store.countLeavings(kEndpoint, "", {});
  if (leavings > 0) state.lines["leavings"] = std::to_string(leavings);
  int number = 0;
  for (const connector::JournalRow& row : store.journal()) {
    if (!row.setAside.empty())
      state.lines[kSetAside + std::to_string(++number)] = names.shortName(row.setAside);
  }
  return state;
}

}  // namespace scim2ldap::test
