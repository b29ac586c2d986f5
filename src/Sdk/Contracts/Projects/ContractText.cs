using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Keys;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects;

/// <summary>Reads a contract that stands alone, as YAML or JSON.</summary>
public static class ContractText
{
    /// <returns>The contract, or what is wrong with it.</returns>
    public static (DataContract? Contract, IReadOnlyList<FileFault> Faults) Read(string text, string fileName = "expect")
    {
        ArgumentNullException.ThrowIfNull(text);
        var context = new ReadContext(fileName, text);
        DataContract? contract = null;
        if (YamlTree.Read(text, context) is { } root)
        {
            ContractKeys.Shape.TryRead(root, "", context, out contract);
        }

        return context.FaultCount == 0 ? (contract, []) : (null, context.Faults);
    }
}
