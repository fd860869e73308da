#include "Explained.h"

#include "PlainLabel.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace satchel {

void addExplained(QFormLayout& form, const QString& name, QWidget* field, const QString& meaning)
{
    auto* const label = new QLabel{name, field->parentWidget()};
    label->setBuddy(field);
    field->setAccessibleDescription(meaning);
    auto* const column = new QVBoxLayout;
    column->addWidget(field, 0, Qt::AlignVCenter);
    column->addWidget(plainLabel(field->parentWidget(), 0.9, meaning));
    form.addRow(label, column);
}

} // namespace satchel
