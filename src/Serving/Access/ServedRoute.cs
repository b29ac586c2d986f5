using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Access;

/// <summary>What a token has to open to come to a route.</summary>
/// <param name="Errors">As which refusals are written.</param>
internal sealed record ServedRoute(RouteUse Use, IErrorShape Errors);
