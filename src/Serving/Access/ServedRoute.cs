using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Access;

/// <summary>What a token has to open to come to a route.</summary>
/// <param name="Protocol">In which refusals are written.</param>
internal sealed record ServedRoute(RouteUse Use, IInferenceProtocol Protocol);
