using Cairn.Platform.Http;

namespace Cairn.Tracking;

/// <summary>Refusals in MLflow's words, told as problems of our own API.</summary>
public static class Refusals
{
    public static async Task AsProblem(Task act) => await AsProblem(WithResult(act));

    public static async Task<T> AsProblem<T>(Task<T> act)
    {
        try
        {
            return await act;
        }
        catch (MlflowException refused)
        {
            throw new ApiException(refused.Status, refused.Code.ToLowerInvariant().Replace('_', '-'), refused.Message);
        }
    }

    private static async Task<bool> WithResult(Task act)
    {
        await act;
        return true;
    }
}
