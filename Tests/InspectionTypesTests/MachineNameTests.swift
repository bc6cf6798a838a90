import InspectionTypes
import Testing

@Suite("Machine's name")
struct MachineNameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var type: String
        var id: String?
        var testDescription: String { name }
    }

    @Test(
        "has its ID in the last word where that is one",
        arguments: [
            Case(name: "fan id_00", type: "fan", id: "id_00"),
            Case(name: "rolling stand id_00", type: "rolling stand", id: "id_00"),
            Case(name: "fan ID_02", type: "fan", id: "ID_02"),
            Case(name: "bandsaw section_03", type: "bandsaw", id: "section_03"),
            Case(name: "press 1", type: "press 1"), Case(name: "press 2", type: "press 2"),
            Case(name: "rolling stand", type: "rolling stand"), Case(name: "id_00", type: "id_00"),
            Case(name: "fan id_", type: "fan id_"), Case(name: "fan id_x", type: "fan id_x"), Case(name: "", type: ""),
        ])
    func parts(one: Case) {
        #expect(MachineName(one.name).type == one.type)
        #expect(MachineName(one.name).id == one.id)
    }
}
