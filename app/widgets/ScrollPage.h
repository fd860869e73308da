#pragma once

class QLayout;
class QWidget;

namespace satchel {

// Lays out what a page shows so that it can be scrolled: with large letters or long words a form is higher than a
// laptop's screen, and nothing may be cut off. What gets the focus by keyboard is scrolled into sight.
void fillScrolled(QWidget& page, QLayout* content);

} // namespace satchel
