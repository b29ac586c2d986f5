using Microsoft.Extensions.Options;

namespace Cairn.Serving;

/// <summary>Checks the annotations of the settings; made by the compiler, for the general way looks through the type at each start.</summary>
[OptionsValidator]
internal sealed partial class ServingOptionsCheck : IValidateOptions<ServingOptions>;
