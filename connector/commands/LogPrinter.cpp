#include "connector/commands/LogPrinter.h"

#include <algorithm>
#include <array>

#include "connector/admin/LogSearch.h"
#include "connector/log/HarmlessText.h"
#include "scim/DateTime.h"
#include "scim/Json.h"

namespace scim2ldap::connector {
namespace {

using Texts = std::array<std::string, 9>;

const Texts kHead{"TIME", "STATUS", "METHOD", "TYPE", "NAME", "WHO", "MS", "REQUEST", "ID"};
/// Wide enough for most; what is longer pushes the rest of its line.
constexpr std::array<std::size_t, 9> kWidths{24, 6, 7, 5, 28, 16, 6, 36, 0};
constexpr std::string_view kIndent = "    ";

bool isContinuation(char octet) {
  return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

std::size_t widthOf(std::string_view text) {
  std::size_t width = 0;
  for (const char octet : text) width += isContinuation(octet) ? 0 : 1;
  return width;
}

Texts cellsOf(const LogRow& row) {
  return {scim::printDateTime(row.time),
          std::to_string(row.status),
          row.method,
          row.type,
          row.name.empty() ? "-" : row.name,
          row.principal,
          std::to_string(row.duration.count() / 1000),
          row.requestId,
          row.id.empty() ? "-" : row.id};
}

}  // namespace

void LogPrinter::print(const LogRow& row) {
  if (form_ == Form::Json) {
    out_ << scim::printJson(logRowJson(row, true)) << '\n';
  } else {
    printText(row);
  }
}

void LogPrinter::printText(const LogRow& row) {
  const auto line = [&](const Texts& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = harmless(cells[i]);
      out_ << cell;
      if (i + 1 == cells.size()) continue;
      const std::size_t width = widthOf(cell);
      out_ << std::string(width < kWidths[i] ? kWidths[i] - width + 2 : 2, ' ');
    }
    out_ << '\n';
  };
  if (!hasHead_) line(kHead);
  hasHead_ = true;
  line(cellsOf(row));
  if (!row.detail.empty()) printIndented(row.detail);
  if (form_ == Form::WithLdif && !row.ldif.empty()) printIndented(row.ldif);
}

void LogPrinter::printIndented(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  while (true) {
    const std::size_t end = std::min(text.size(), text.find('\n'));
    out_ << kIndent << harmless(text.substr(0, end)) << '\n';
    if (end == text.size()) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace scim2ldap::connector
