namespace Cairn.Contracts.Projects.Checks;

/// <summary>Looks names up among what the file declares, faulty blocks included.</summary>
internal sealed class Names(ReadContext context)
{
    /// <returns>True when the name is declared; otherwise the fault is reported at the path.</returns>
    public bool Check(string section, string what, string name, string path, int offset = 0)
    {
        var known = context.Declared(section);
        if (known.Contains(name))
        {
            return true;
        }

        context.FaultAt(path, Unknown(what, name, section, known), Nearest.To(name, known), offset);
        return false;
    }

    private static string Unknown(string what, string name, string section, IReadOnlyList<string> known) =>
        known.Count == 0 ? $"unknown {what} '{name}'; the file has no '{section}'" : $"unknown {what} '{name}'";
}
