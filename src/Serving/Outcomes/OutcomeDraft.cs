using Cairn.Contracts.Segments;

namespace Cairn.Serving.Outcomes;

/// <summary>The fields of one outcome as they were sent; null for those that were not.</summary>
internal record struct OutcomeDraft
{
    public string? Id { get; set; }

    public string? PredictionId { get; set; }

    public string? Key { get; set; }

    public OutcomeValue? Value { get; set; }

    public DateTimeOffset? At { get; set; }
}
