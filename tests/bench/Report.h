#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace scim2ldap::bench {

/// A value of a line. Numbers are printed with so many decimals.
struct Cell {
  std::string column;
  std::variant<std::string, double> value;
  int decimals = 0;
};

/// A line of a table; all lines of one table have the same columns.
struct Line {
  std::string table;
  std::vector<Cell> cells;
};

/// Prints each line as soon as it is known, in a table for people or as JSON.
class Report {
 public:
  Report(std::ostream& stream, bool json) : stream_(stream), json_(json) {}

  /// From now on it is about a directory of so many users. \param how  it was measured
  void setUsers(std::size_t users, const std::string& how);
  void add(const Line& line);
  /// Whether no line was added.
  [[nodiscard]] bool empty() const { return isEmpty_; }

 private:
  void printHead(const Line& line);

  std::ostream& stream_;
  bool json_;
  std::size_t users_ = 0;
  bool isEmpty_ = true;
  std::string table_;  ///< that the latest line was of
};

/// 10000 as "10,000".
[[nodiscard]] std::string grouped(std::size_t number);

/// Tells on standard error what is under way.
void tell(const std::string& text);

}  // namespace scim2ldap::bench
