#include "connector/admin/LogSearch.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "scim/CaseFolding.h"
#include "scim/DateTime.h"
#include "scim/Error.h"
#include "scim/Query.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

constexpr std::size_t kPortion = 500;  ///< rows read at a time while searching
constexpr int kFirstFailure = 400;

[[noreturn]] void refuse(const std::string& name, const std::string& wants) {
  throw scim::Error(400, scim::ScimType::InvalidValue, name + " wants " + wants);
}

std::int64_t numberOf(const std::string& name, const std::string& value) {
  std::int64_t number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end || number < 0) refuse(name, "a number");
  return number;
}

bool truthOf(const std::string& name, const std::string& value) {
  if (value != "true" && value != "false") refuse(name, "true or false");
  return value == "true";
}

std::vector<std::string> foldedWords(const std::string& text) {
  std::istringstream stream(scim::foldCase(text));
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

bool matches(const LogRow& row, const std::vector<std::string>& words, bool failedOnly) {
  if (failedOnly && !isFailure(row)) return false;
  if (words.empty()) return true;
  // Words hold no line break, so none is found across two fields.
  std::string all = std::to_string(row.status);
  for (const std::string* field : {&row.name, &row.detail, &row.principal, &row.method, &row.type, &row.id,
                                   &row.endpoint, &row.requestId, &row.ldif})
    all.append("\n").append(*field);
  all = scim::foldCase(all);
  return std::ranges::all_of(words,
                             [&all](const std::string& word) { return all.find(word) != std::string::npos; });
}

}  // namespace

bool isFailure(const LogRow& row) {
  return row.status >= kFirstFailure;
}

LogSearch parseLogSearch(std::string_view query) {
  LogSearch search;
  for (const auto& [name, value] : scim::parseQueryString(query)) {
    if (name == "limit")
      search.limit = std::clamp<std::size_t>(static_cast<std::size_t>(numberOf(name, value)), 1, kMaxLogRows);
    if (name == "before") search.before = numberOf(name, value);
    if (name == "after") search.after = numberOf(name, value);
    if (name == "text") search.text = value;
    if (name == "failed") search.failed = truthOf(name, value);
    if (name == "ldif") search.ldif = truthOf(name, value);
  }
  return search;
}

LogPage searchLog(AuditLog& log, const LogSearch& search) {
  const std::vector<std::string> words = foldedWords(search.text);
  // One row more than is wanted tells whether there are others.
  const std::size_t portion = words.empty() && !search.failed ? search.limit + 1 : kPortion;
  LogPage page{.newest = search.after.value_or(0)};
  std::optional<std::int64_t> before = search.before;
  for (std::size_t searched = 0; searched < kMaxLogRowsSearched;) {
    std::vector<LogRow> rows = log.log(portion, before);
    for (LogRow& row : rows) {
      if (search.after && row.number <= *search.after) return page;
      page.newest = std::max(page.newest, row.number);
      if (page.rows.size() == search.limit) {
        page.next = row.number + 1;
        return page;
      }
      before = row.number;
      if (matches(row, words, search.failed)) page.rows.push_back(std::move(row));
    }
    if (rows.size() < portion) return page;
    searched += rows.size();
  }
  page.next = before;
  return page;
}

Json logRowJson(const LogRow& row, bool withLdif) {
  Json entry = Json::object();
  entry.set("number", row.number);
  entry.set("time", scim::printDateTime(row.time));
  entry.set("requestId", row.requestId);
  entry.set("endpoint", row.endpoint);
  entry.set("principal", row.principal);
  entry.set("method", row.method);
  entry.set("type", row.type);
  entry.set("id", row.id);
  entry.set("name", row.name);
  entry.set("status", row.status);
  entry.set("detail", row.detail);
  if (withLdif) entry.set("ldif", row.ldif);
  entry.set("milliseconds", static_cast<double>(row.duration.count()) / 1000.0);
  return entry;
}

Json logPageJson(const LogPage& page, const LogSearch& search) {
  Json::Array rows;
  for (const LogRow& row : page.rows) rows.push_back(logRowJson(row, search.ldif));
  Json body = Json::object();
  body.set("rows", Json(std::move(rows)));
  body.set("newest", page.newest);
  body.set("next", page.next ? Json(*page.next) : Json());
  return body;
}

}  // namespace scim2ldap::connector
