using System.Text.Json.Serialization;

namespace Cairn.Contracts.Ledger;

/// <summary>How events are written and read, made when compiling.</summary>
[JsonSerializable(typeof(LedgerEvent))]
internal sealed partial class LedgerJsonContext : JsonSerializerContext;
