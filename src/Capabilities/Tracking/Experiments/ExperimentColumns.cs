using Cairn.Tracking.Search;

namespace Cairn.Tracking.Experiments;

/// <summary>What experiments are searched by.</summary>
internal static class ExperimentColumns
{
    public static SearchGrammar Grammar { get; } = SearchGrammar.Of("name", "experiment_id=id creation_time=created_at last_update_time=updated_at", SearchEntity.Tag);
}
