namespace Cairn.Data.Changes;

/// <summary>What the page shows.</summary>
public sealed class ContractChangesModel
{
    internal ContractChangesModel(string project, IReadOnlyList<ContractChangeView> changes) => (Project, Changes) = (project, changes);

    public string Project { get; }

    internal IReadOnlyList<ContractChangeView> Changes { get; }
}
