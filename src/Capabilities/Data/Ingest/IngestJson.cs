using System.Text.Json.Serialization;

namespace Cairn.Data.Ingest;

/// <summary>Serializers made by the compiler: making them ready at run time would cost every gathering a tenth of a second.</summary>
[JsonSerializable(typeof(IngestParameters))]
[JsonSerializable(typeof(IngestVerdict))]
internal sealed partial class IngestJson : JsonSerializerContext;
