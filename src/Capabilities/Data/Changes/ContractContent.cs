using System.Text.Json;
using Cairn.Contracts.DataContracts;
using Cairn.Data.Ingest;

namespace Cairn.Data.Changes;

/// <summary>A contract as text; the order of its columns does not matter.</summary>
internal static class ContractContent
{
    public static string Write(DataContract contract)
        => JsonSerializer.Serialize(contract with { Columns = [.. contract.Columns.OrderBy(c => c.Name, StringComparer.Ordinal)] }, IngestFiles.Json);

    public static DataContract Read(string content) => JsonSerializer.Deserialize<DataContract>(content, IngestFiles.Json)!;
}
