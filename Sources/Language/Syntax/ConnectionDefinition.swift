import Values

/// `connect wh = adbc "postgresql" { uri "postgresql://reader@db/crm"; password env("CRM_PASSWORD") }`.
package struct ConnectionDefinition: Hashable, Sendable {
    package var name: Label
    /// The driver: its name, the path of its library, or `profile://NAME`.
    package var driver: Label
    package var options: [Option]

    package init(name: Label, driver: Label, options: [Option] = []) {
        self.name = name
        self.driver = driver
        self.options = options
    }

    package struct Option: Hashable, Sendable {
        package enum Value: Hashable, Sendable {
            case text(Label)
            /// `env("NAME")`: what a variable of the environment has when it is connected.
            case variable(Label)
        }

        package var name: Label
        package var value: Value

        package init(name: Label, value: Value) {
            self.name = name
            self.value = value
        }
    }
}
