#pragma once

#include <QColor>
#include <QPalette>

#include <optional>

class QString;

namespace satchel {

enum class ColourScheme { Light, Dark };
// "light" or "dark"
[[nodiscard]] std::optional<ColourScheme> colourSchemeFromName(const QString& name);
// Which of them a palette is made for: that of a platform too.
[[nodiscard]] ColourScheme schemeOf(const QPalette& palette);

// What a thing means, apart from what it is. Colour never says it alone.
enum class Meaning { Plain, Good, Warning, Bad, Muted };

// Every colour of the window. Text has 4.5 to 1 at least against what it stands on, outlines and signs 3 to 1 (WCAG
// 2.1, 1.4.3 and 1.4.11): a test computes each pair.
struct Colours {
    QPalette palette;
    QColor outline; // of fields, buttons and boxes, on window, base and button
    QColor focus; // the ring around what has the keyboard, likewise

    [[nodiscard]] QColor ink(Meaning meaning) const; // text and signs on window, base and alternate base
    [[nodiscard]] QColor fill(Meaning meaning) const; // the ground of a card
    [[nodiscard]] QColor onFill() const { return QColor{Qt::white}; } // text and signs on it

    ColourScheme scheme;
};

[[nodiscard]] const Colours& coloursOf(ColourScheme scheme);
// Those of the application at present: ask anew at each painting, the person may change them meanwhile.
[[nodiscard]] const Colours& currentColours();

} // namespace satchel
