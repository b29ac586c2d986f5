namespace Cairn.Registry.Imports;

/// <summary>What brings over one kind each.</summary>
internal sealed record ImportParts(ImportedFiles Files, ImportedModels Models, ImportedTraces Traces, ImportedWebhooks Webhooks);
