namespace Cairn.Endpoints;

/// <summary>Asks an endpoint as any client would, over HTTP.</summary>
public interface IInferenceDoor
{
    /// <param name="route">Model name, e.g. <c>delay.test</c>.</param>
    /// <param name="json">Body of an infer call of the Open Inference Protocol.</param>
    Task<InferenceAnswer> InferAsync(string route, string json, CancellationToken cancellation = default) => InferAsync(route, new InferenceBody(json), cancellation);

    /// <param name="route">Model name, e.g. <c>delay.test</c>.</param>
    Task<InferenceAnswer> InferAsync(string route, InferenceBody body, CancellationToken cancellation = default);

    /// <summary>Status of the protocol's question whether the model is ready.</summary>
    Task<int> ReadyAsync(string route, CancellationToken cancellation = default);
}

public sealed record InferenceAnswer(int Status, string Body);
