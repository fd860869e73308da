#pragma once

#include <QString>

class QFormLayout;
class QWidget;

namespace satchel {

// A row of a form: the field, named by its label, and below it what it means, which assistive technology reads too.
void addExplained(QFormLayout& form, const QString& name, QWidget* field, const QString& meaning);

} // namespace satchel
