#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "mappings/MappingFileSyntax.h"

namespace scim2ldap::mappings {

/// All problems found so far, and where to add one more.
using Problems = std::vector<Problem>;

/// A text with the place where it stands.
struct LocatedText {
  std::string text;
  SourceLocation where;
};

/// One table of a mapping file, read key by key. Keys that nobody asked for are problems, with a suggestion;
/// so are values of another type. Points into the document and the problems.
class Section {
 public:
  /// \param title  as messages name it: "[user]", "[[user.attribute]]"
  Section(const Node& table, std::string title, Problems& problems);

  [[nodiscard]] std::optional<LocatedText> text(const std::string& key);
  /// The text of a key that has to be there; otherwise a problem, and nullopt.
  [[nodiscard]] std::optional<LocatedText> requiredText(const std::string& key, const std::string& example);
  [[nodiscard]] std::optional<bool> boolean(const std::string& key);
  [[nodiscard]] std::optional<std::int64_t> integer(const std::string& key);
  /// The texts of a list; empty when the key is absent.
  [[nodiscard]] std::vector<LocatedText> texts(const std::string& key);
  [[nodiscard]] std::optional<Section> section(const std::string& key, const std::string& title);
  /// The tables of `[[key]]`.
  [[nodiscard]] std::vector<Section> sections(const std::string& key, const std::string& title);
  /// Every key with its text, for tables whose keys the administrator chooses.
  [[nodiscard]] std::vector<std::pair<LocatedText, LocatedText>> allTexts();
  /// Every key with its table, for tables whose keys the administrator chooses.
  [[nodiscard]] std::vector<std::pair<std::string, Section>> allSections(const std::string& title);

  [[nodiscard]] bool has(const std::string& key) const { return find(key) != nullptr; }
  [[nodiscard]] const SourceLocation& where() const { return table_->where; }
  /// Where the value of that key stands; the table's place when there is none.
  [[nodiscard]] SourceLocation whereIs(const std::string& key) const;

  void report(const SourceLocation& where, const std::string& message) const;
  /// Says with what a key goes that is known only then.
  void mentionKey(const std::string& key, const std::string& condition) { conditions_[key] = condition; }
  /// Reports the keys that were not read. To be called when all others were.
  void reportUnknownKeys() const;

 private:
  [[nodiscard]] const Node* find(const std::string& key) const;
  /// The node of a key that was asked for.
  [[nodiscard]] const Node* take(const std::string& key);
  void reportType(const Node& node, const std::string& key, std::string_view expected) const;

  const Node* table_;
  std::string title_;
  Problems* problems_;
  std::set<std::string> known_;
  std::map<std::string, std::string> conditions_;
};

/// The place of a byte inside of a text that stands on one line.
[[nodiscard]] SourceLocation inside(const LocatedText& text, std::size_t offset);

}  // namespace scim2ldap::mappings
