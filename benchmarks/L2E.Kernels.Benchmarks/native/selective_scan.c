/*
 * The selective scan as a C programmer would write it for a vectorising compiler; the baseline of the reach table.
 *
 *   h_tn = exp(delta_t A_n) h_(t-1)n + delta_t u_t B_tn,   y_t = sum_n C_tn h_tn
 *
 * u, delta, y: [length, channels]; A: [channels, states]; B, C: [length, states], row major. 1 to 16 states.
 * Tiles of 256 channels, whose states and A (states first) stay in cache; the innermost loops run over channels, where
 * -O3 -ffast-math turns expf into the vector function of the C library.
 */
#include <math.h>
#include <string.h>

enum { TILE = 256, MAXIMUM_STATES = 16 };

void selective_scan(
    int length, int channels, int states, const float *restrict u, const float *restrict delta, const float *restrict A,
    const float *restrict B, const float *restrict C, float *restrict y)
{
    float decay[MAXIMUM_STATES][TILE], state[MAXIMUM_STATES][TILE], input[TILE], sum[TILE];
    for (int first = 0; first < channels; first += TILE) {
        int width = channels - first < TILE ? channels - first : TILE;
        for (int n = 0; n < states; n++)
            for (int c = 0; c < width; c++)
                decay[n][c] = A[(first + c) * states + n];
        memset(state, 0, sizeof state);
        for (int t = 0; t < length; t++) {
            const float *step = delta + (long)t * channels + first, *value = u + (long)t * channels + first;
            for (int c = 0; c < width; c++) {
                input[c] = step[c] * value[c];
                sum[c] = 0;
            }
            for (int n = 0; n < states; n++) {
                float b = B[t * states + n], gate = C[t * states + n];
                for (int c = 0; c < width; c++) {
                    float h = expf(step[c] * decay[n][c]) * state[n][c] + input[c] * b;
                    state[n][c] = h;
                    sum[c] += gate * h;
                }
            }
            memcpy(y + (long)t * channels + first, sum, width * sizeof *y);
        }
    }
}
