using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;
using Cairn.Data.Ingest;

namespace Cairn.Data.Changes;

/// <summary>What an endpoint takes, as text: its rules and who answers for them. What the log keeps of an input is no matter of those who call, and is always as the file says.</summary>
internal static class InputsContent
{
    public static string NameOf(string endpoint) => IContractListener.OfEndpoints + endpoint;

    public static string Write(Endpoint endpoint)
        => ContractContent.Json(endpoint.Inputs with { Columns = [.. endpoint.Inputs.Columns.Select(c => c with { Log = ColumnKept.Keep })] }, endpoint.Owners).ToJsonString(IngestFiles.Json);

    /// <summary>The endpoint with what the text says.</summary>
    public static Endpoint Apply(Endpoint declared, string text)
    {
        (DataContract contract, IReadOnlyList<string>? owners, _) = ContractContent.Read(text);
        return declared with { Owners = owners ?? declared.Owners, Inputs = contract with { Columns = [.. contract.Columns.Select(c => c with { Log = declared.Inputs.Columns.FirstOrDefault(d => d.Name == c.Name)?.Log ?? ColumnKept.Keep }), .. Unsaid(contract, declared.Inputs).Where(c => c.Log != ColumnKept.Keep)] } };
    }

    /// <summary>The file against the text in force. Callers rely on being answered: what narrows the inputs breaks them, what widens them does not.</summary>
    public static ContractDifference Compare(Endpoint after, string inForce)
    {
        Endpoint before = Apply(after, inForce);
        // An input without rules was taken as it came; whether it has to be there is the model's matter.
        DataContract taken = before.Inputs with
        {
            Columns = [.. before.Inputs.Columns.Concat(Unsaid(before.Inputs, after.Inputs)).Select(c => c with { Optional = after.Inputs.Columns.FirstOrDefault(a => a.Name == c.Name)?.Optional ?? c.Optional })],
        };
        IReadOnlyList<ContractBreak> breaks = ContractBreaks.Narrowed(Enforced(taken), Enforced(after.Inputs));
        return new ContractDifference(before.Owners, [.. breaks.Select(b => b.ToString())],
            [.. ContractBreaks.Narrowed(taken, after.Inputs).Except(breaks).Concat(ContractBreaks.Between(before.Inputs, after.Inputs)).Select(b => b.ToString()), .. ContractContent.OtherOwners(before.Owners, after.Owners)]);
    }

    // What requests are held against, and the type. A pattern or a share of missing values is felt by no request.
    private static DataContract Enforced(DataContract inputs)
        => new([.. inputs.Columns.Select(c => new ColumnRules(c.Name) { Optional = c.Optional, Type = c.Type, Range = c.Range, In = c.In, Missing = c.Missing is 0 ? 0 : null })]);

    // Inputs that the file has rules for and the contract has none.
    private static IEnumerable<ColumnRules> Unsaid(DataContract contract, DataContract file)
        => file.Columns.Where(c => contract.Columns.All(k => k.Name != c.Name)).Select(c => new ColumnRules(c.Name) { Optional = true, Log = c.Log });
}
