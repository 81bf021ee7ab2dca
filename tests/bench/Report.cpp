#include "tests/bench/Report.h"

#include <array>
#include <cstdio>
#include <iostream>

#include "scim/Json.h"

namespace scim2ldap::bench {
namespace {

bool isNumber(const Cell& cell) {
  return std::holds_alternative<double>(cell.value);
}

std::string textOf(const Cell& cell) {
  if (!isNumber(cell)) return std::get<std::string>(cell.value);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", cell.decimals, std::get<double>(cell.value));
  return text.data();
}

std::string quoted(const std::string& text) {
  return scim::printJson(scim::Json(text));
}

}  // namespace

void Report::setUsers(std::size_t users, const std::string& how) {
  users_ = users;
  table_.clear();
  if (!json_)
    stream_ << "\n## " << grouped(users) << " users in the directory: " << how << "\n" << std::flush;
}

void Report::printHead(const Line& line) {
  stream_ << "\n### " << line.table << "\n\n|";
  for (const Cell& cell : line.cells) stream_ << ' ' << cell.column << " |";
  stream_ << "\n|";
  for (const Cell& cell : line.cells) stream_ << (isNumber(cell) ? "---:|" : "---|");
  stream_ << '\n';
}

void Report::add(const Line& line) {
  isEmpty_ = false;
  if (json_) {
    stream_ << R"({"users":)" << users_ << R"(,"table":)" << quoted(line.table);
    for (const Cell& cell : line.cells)
      stream_ << ',' << quoted(cell.column) << ':' << (isNumber(cell) ? textOf(cell) : quoted(textOf(cell)));
    stream_ << "}\n" << std::flush;
    return;
  }
  if (line.table != table_) printHead(line);
  table_ = line.table;
  stream_ << '|';
  for (const Cell& cell : line.cells) stream_ << ' ' << textOf(cell) << " |";
  stream_ << '\n' << std::flush;
}

std::string grouped(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

void tell(const std::string& text) {
  std::cerr << "tests/bench/run: " << text << std::endl;
}

}  // namespace scim2ldap::bench
